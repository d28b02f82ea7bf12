# Installs the built installer silently, runs the smoke test on it, removes it, and checks that cases stay.
$ErrorActionPreference = "Stop"
$setup = (Get-ChildItem dist/installers/*.exe | Select-Object -First 1).FullName
$folder = Join-Path $env:RUNNER_TEMP "WBC Desktop é"
$cases = Join-Path $env:LOCALAPPDATA "wbc-desktop"
New-Item -ItemType Directory -Force $cases | Out-Null
Set-Content (Join-Path $cases "kept.txt") "a case"

Start-Process $setup -Wait -ArgumentList "/VERYSILENT", "/SUPPRESSMSGBOXES", "/CURRENTUSER", "/DIR=`"$folder`""
python packaging/smoke_test.py (Join-Path $folder "wbc-desktop-cli.exe")
if ($LASTEXITCODE -ne 0) { throw "the installed program failed its smoke test" }

Start-Process (Join-Path $folder "unins000.exe") -Wait -ArgumentList "/VERYSILENT", "/SUPPRESSMSGBOXES"
Start-Sleep -Seconds 5
if (Test-Path (Join-Path $folder "wbc-desktop.exe")) { throw "the program was not removed" }
if (-not (Test-Path (Join-Path $cases "kept.txt"))) { throw "the cases were removed" }
