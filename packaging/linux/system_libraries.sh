#!/bin/sh
# Installs the system libraries that Qt's window needs on Debian and Ubuntu, where they are missing:
# as root, or with sudo. Never fails: the command line works without them.
#   sh packaging/linux/system_libraries.sh [further packages]
set -u

packages="libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0
libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
libxcb-render-util0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1
fonts-dejavu-core $*"

command -v apt-get >/dev/null 2>&1 || exit 0

missing=""
for package in $packages; do
    # libglib2.0-0 is called libglib2.0-0t64 on newer releases
    dpkg-query -W -f '${db:Status-Status}\n' "$package" "${package}t64" 2>/dev/null | grep -qx installed ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo"
else
    echo "Not installed, because it takes root or sudo:$missing (the window needs them)." >&2
    exit 0
fi

echo "Installing system libraries:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # the list is meant to be split
{ $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null; } ||
    echo "Some system libraries could not be installed; the command line works, the window may not." >&2
exit 0
