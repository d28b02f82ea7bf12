#!/bin/sh
# Compiles the Inno Setup script without Windows, then installs, upgrades and removes the installer under Wine, with a
# stand-in for the program: it tries the script, not the program. Needs root, a Debian that debootstrap can make and npm.
#   sh packaging/windows/test_under_wine.sh [ROOT]
# Wine 8 lacks the per-user program folder, so that only the installation for all users is tried.
set -eu

root=${1:-$(mktemp -d)/wine}
mirror=${MIRROR:-http://deb.debian.org/debian}
here=$(cd "$(dirname "$0")/../.." && pwd)
display=:97

for tool in debootstrap Xvfb npm; do
    command -v $tool >/dev/null || { echo "$tool is missing (apt-get install debootstrap xvfb npm)" >&2; exit 2; }
done
[ -e "$root/bin/sh" ] || debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
for file in /etc/resolv.conf /etc/hosts; do cp "$file" "$root$file"; done
mkdir -p "$root/tmp/.X11-unix"
Xvfb $display -screen 0 1024x768x24 -nolisten tcp >/dev/null 2>&1 &
server=$!
sleep 1
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mountpoint -q "$root/dev" || mount --bind /dev "$root/dev"
mountpoint -q "$root/tmp/.X11-unix" || mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
trap 'kill $server; umount "$root/tmp/.X11-unix" "$root/dev" "$root/proc" 2>/dev/null || true' EXIT

in_root() {
    chroot "$root" env HOME=/root LANG=C.UTF-8 DISPLAY=$display WINEDEBUG=-all WINEARCH=win64 \
        WINEPREFIX=/root/.wine-wbc DEBIAN_FRONTEND=noninteractive "$@"
}
fail() {
    echo "FAILED: $*" >&2
    exit 1
}

if ! in_root sh -c 'command -v wine' >/dev/null; then
    in_root dpkg --add-architecture i386
    in_root apt-get update -qq
    in_root apt-get install -y -qq --no-install-recommends wine wine64 wine32:i386 >/dev/null
fi
if [ ! -e "$root/inno/ISCC.exe" ]; then # the npm package carries Inno Setup's compiler
    (cd "$root/tmp" && npm pack --silent innosetup@6.4.1 >/dev/null && tar -xzf innosetup-6.4.1.tgz)
    cp -r "$root/tmp/package/bin" "$root/inno"
fi

rm -rf "$root/work" "$root/root/.wine-wbc"
mkdir -p "$root/work/packaging" "$root/work/dist/wbc-desktop/_internal/resources"
cp -r "$here/packaging/windows" "$root/work/packaging/"
cp "$here/LICENSE" "$root/work/"
printf '\0\0\1\0\1\0\1\1\0\0\1\0\30\0\060\0\0\0\26\0\0\0\50\0\0\0\1\0\0\0\2\0\0\0\1\0\30\0\0\0\0\0\10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\377\377\377\0\0\0\0\0' \
    >"$root/work/dist/wbc-desktop/_internal/resources/wbc-desktop.ico"
echo 'stands in for the program' >"$root/work/dist/wbc-desktop/wbc-desktop.exe"

compile() { # VERSION
    in_root wine /inno/ISCC.exe "/DAppVersion=$1" '/OZ:\work\out' 'Z:\work\packaging\windows\wbc-desktop.iss' |
        tr -d '\r' | grep 'Successful compile' || fail "the script does not compile"
}
setup() { # VERSION OPTIONS: runs the installer silently
    installer=/work/out/wbc-desktop-$1-windows-x64.exe
    shift
    in_root timeout 120 wine "$installer" /VERYSILENT /SUPPRESSMSGBOXES /ALLUSERS "$@" || fail "setup: exit code $?"
}
path() {
    in_root wine reg query 'HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment' /v Path | grep -a REG_
}
compile 0.1.0
compile 0.2.0
in_root wine wineboot -i >/dev/null 2>&1
in_root wine winecfg -v win10
drive=$root/root/.wine-wbc/drive_c
cases="$drive/users/root/AppData/Local/wbc-desktop"
mkdir -p "$cases"
echo 'a case' >"$cases/kept.txt"
before=$(path)

setup 0.1.0 '/DIR=C:\Labor\Präparat é' /TASKS=slides,path
app="$drive/Labor/Präparat é"
[ -e "$app/wbc-desktop.exe" ] || fail "nothing was installed"
in_root wine reg query 'HKLM\Software\Classes\.svs\OpenWithProgids' | grep -aq WbcDesktop || fail "slides are not associated"
path | grep -aq 'Labor' || fail "the program is not in the PATH: $(path)"

touch "$app/_internal/of_the_older_version.dll"
setup 0.2.0
[ ! -e "$app/_internal/of_the_older_version.dll" ] || fail "a library of the older version is left"
[ -e "$app/_internal/resources/wbc-desktop.ico" ] || fail "the upgrade installed nothing"
[ "$(path | tr ';' '\n' | grep -ac 'Labor')" -eq 1 ] || fail "the PATH after the upgrade: $(path)"

in_root timeout 120 wine 'C:\Labor\Präparat é\unins000.exe' /VERYSILENT /SUPPRESSMSGBOXES || fail "removal: exit code $?"
sleep 5
[ ! -e "$app" ] || fail "left after removal: $(find "$app")"
in_root wine reg query 'HKLM\Software\Classes\WbcDesktop.Slide' >/dev/null 2>&1 && fail "the association is left"
[ "$(path)" = "$before" ] || fail "the PATH after removal: $(path), before: $before"
[ -e "$cases/kept.txt" ] || fail "the cases were removed"
in_root wineserver -k || true
echo "compiled; installed, upgraded and removed under $(in_root wine --version): cases kept, PATH as before"
