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
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Check: NotInPath; Tasks: path

[Run]
Filename: "{app}\wbc-desktop.exe"; Description: "{cm:LaunchProgram,WBC Desktop}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
; Only what the program wrote beside itself. %LOCALAPPDATA%\wbc-desktop, with the cases, is kept.
Type: filesandordirs; Name: "{app}\_internal"

[Code]
function NotInPath: Boolean;
var
  Paths: string;
begin
  if not RegQueryStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Paths) then
    Paths := '';
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Paths) + ';') = 0;
end;
