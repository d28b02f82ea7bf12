; Inno Setup 6: per user by default, per machine with /ALLUSERS, silent with /VERYSILENT /SUPPRESSMSGBOXES.
; Compile: iscc /DAppVersion=0.1.0 /O<folder> packaging\windows\wbc-desktop.iss
; Sign:    iscc "/Ssigntool=signtool sign /fd sha256 /tr http://timestamp.digicert.com /td sha256 /a $f" /DSign ...

#ifndef AppVersion
  #error Give the version: /DAppVersion=x.y.z
#endif
#define Frozen "..\..\dist\wbc-desktop"

[Setup]
AppId={{7C0D8E3B-6D0A-4B0E-9C1D-6B9E6A7B51F2}
AppName=WBC Desktop
AppVersion={#AppVersion}
AppVerName=WBC Desktop {#AppVersion}
AppPublisher=The wbc_desktop authors
AppComments=For Research Use Only. Not for use in diagnostic procedures.
DefaultDirName={autopf}\WBC Desktop
DefaultGroupName=WBC Desktop
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
OutputBaseFilename=wbc-desktop-{#AppVersion}-windows-x64
Compression=lzma2/max
SolidCompression=yes
LZMANumBlockThreads=4
WizardStyle=modern
SetupIconFile={#Frozen}\_internal\resources\wbc-desktop.ico
UninstallDisplayIcon={app}\wbc-desktop.exe
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
RestartApplications=no
VersionInfoVersion={#AppVersion}
#ifdef Sign
SignTool=signtool
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "slides"; Description: "Open whole slides (.svs, .ndpi, .mrxs, .scn) with WBC Desktop"; Flags: unchecked
Name: "path"; Description: "Make wbc-desktop-cli known to the command prompt (PATH)"; Flags: unchecked

[InstallDelete]
; An upgrade leaves no library of the older version behind. Cases and settings lie elsewhere.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Frozen}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{group}\WBC Desktop"; Filename: "{app}\wbc-desktop.exe"
Name: "{autodesktop}\WBC Desktop"; Filename: "{app}\wbc-desktop.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\WbcDesktop.Slide"; ValueType: string; ValueData: "Whole slide"; Flags: uninsdeletekey; Tasks: slides
Root: HKA; Subkey: "Software\Classes\WbcDesktop.Slide\DefaultIcon"; ValueType: string; ValueData: "{app}\wbc-desktop.exe,0"; Tasks: slides
Root: HKA; Subkey: "Software\Classes\WbcDesktop.Slide\shell\open\command"; ValueType: string; ValueData: """{app}\wbc-desktop.exe"" open ""%1"""; Tasks: slides
Root: HKA; Subkey: "Software\Classes\.svs\OpenWithProgids"; ValueType: string; ValueName: "WbcDesktop.Slide"; Flags: uninsdeletevalue; Tasks: slides
Root: HKA; Subkey: "Software\Classes\.ndpi\OpenWithProgids"; ValueType: string; ValueName: "WbcDesktop.Slide"; Flags: uninsdeletevalue; Tasks: slides
Root: HKA; Subkey: "Software\Classes\.mrxs\OpenWithProgids"; ValueType: string; ValueName: "WbcDesktop.Slide"; Flags: uninsdeletevalue; Tasks: slides
Root: HKA; Subkey: "Software\Classes\.scn\OpenWithProgids"; ValueType: string; ValueName: "WbcDesktop.Slide"; Flags: uninsdeletevalue; Tasks: slides

[Run]
Filename: "{app}\wbc-desktop.exe"; Description: "{cm:LaunchProgram,WBC Desktop}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
; Only what the program wrote beside itself. %LOCALAPPDATA%\wbc-desktop, with the cases, is kept.
Type: filesandordirs; Name: "{app}\_internal"

[Code]
procedure WhereThePathIs(var Root: Integer; var Key: string);
begin
  if IsAdminInstallMode then
  begin
    Root := HKEY_LOCAL_MACHINE;
    Key := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment';
  end
  else
  begin
    Root := HKEY_CURRENT_USER;
    Key := 'Environment';
  end;
end;

{ The folders of the PATH without this program's, each ended by a semicolon. }
function OtherFolders(const Paths: string): string;
var
  Rest, Folder: string;
  Place: Integer;
begin
  Result := '';
  Rest := Paths;
  while Rest <> '' do
  begin
    Place := Pos(';', Rest);
    if Place = 0 then
      Place := Length(Rest) + 1;
    Folder := Copy(Rest, 1, Place - 1);
    Rest := Copy(Rest, Place + 1, Length(Rest));
    if (Folder <> '') and (CompareText(RemoveBackslash(Folder), ExpandConstant('{app}')) <> 0) then
      Result := Result + Folder + ';';
  end;
end;

procedure SetPath(Present: Boolean);
var
  Root: Integer;
  Key, Paths, Wanted: string;
begin
  WhereThePathIs(Root, Key);
  if not RegQueryStringValue(Root, Key, 'Path', Paths) then
    Paths := '';
  Wanted := OtherFolders(Paths);
  if Present then
    Wanted := Wanted + ExpandConstant('{app}')
  else if CompareText(Wanted, Paths + ';') = 0 then
    Exit
  else
    Wanted := Copy(Wanted, 1, Length(Wanted) - 1);
  if CompareText(Wanted, Paths) <> 0 then
    RegWriteExpandStringValue(Root, Key, 'Path', Wanted);
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if (CurStep = ssPostInstall) and WizardIsTaskSelected('path') then
    SetPath(True);
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if CurUninstallStep = usUninstall then
    SetPath(False);
end;
