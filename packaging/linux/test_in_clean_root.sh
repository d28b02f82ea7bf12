#!/bin/sh
# Installs the .deb into a fresh minimal Debian, looks for libraries that lack, runs the smoke test in it, removes the
# package and checks that nothing of it stays. Needs root.
#   sh packaging/linux/test_in_clean_root.sh PACKAGE.deb [ROOT]
# Environment: MIRROR (see clean_root.sh), SOURCE (a wbc-desktop from source, to compare with), SAMPLES (a folder of
# samples.py), PLATFORM (xcb with DISPLAY, else offscreen)
set -eu

package=$(readlink -f "$1")
root=${2:-$(mktemp -d)/clean}
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=packaging/linux/clean_root.sh
. "$here/linux/clean_root.sh"

install_deb "$package"

# The starter sets LD_LIBRARY_PATH so. Wayland's libraries are only recommended: without them its plugins stay unused.
lacking=$(in_root sh -c 'find /opt/wbc-desktop -name "*.so*" -type f ! -path "*wayland*" ! -name "libQt6W[al]*" \
    -exec env LD_LIBRARY_PATH=/opt/wbc-desktop/_internal ldd {} + 2>/dev/null' | grep 'not found' | sort -u || true)
if [ -n "$lacking" ]; then
    echo "Libraries that the package neither carries nor depends on: $lacking" >&2
    exit 1
fi

python3 "$here/smoke_test.py" /usr/bin/wbc-desktop --root "$root" ${SOURCE:+--source "$SOURCE"} \
    ${SAMPLES:+--samples "$SAMPLES"} ${PLATFORM:+--platform "$PLATFORM"}

in_root apt-get purge -y -qq wbc-desktop >/dev/null
left=$(find "$root/opt" "$root/usr" -name '*wbc-desktop*' | grep -v '^$' || true)
if [ -n "$left" ]; then
    echo "Left behind after removal: $left" >&2
    exit 1
fi
echo "installed, tested and removed cleanly"
