#!/bin/sh
# Installs the .deb into a fresh minimal Debian made by debootstrap (no Python, no developer files), runs the
# smoke test in it, removes the package and checks that nothing of it stays. Needs root.
#   sh packaging/linux/test_in_clean_root.sh PACKAGE.deb [ROOT]
# Environment: MIRROR (default http://deb.debian.org/debian), SOURCE (a wbc-desktop from source, to compare with)
set -eu

package=$(readlink -f "$1")
root=${2:-$(mktemp -d)/clean}
mirror=${MIRROR:-http://deb.debian.org/debian}
here=$(cd "$(dirname "$0")/.." && pwd)

command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
if [ ! -e "$root/bin/sh" ]; then
    debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
fi
for file in /etc/resolv.conf /etc/hosts; do cp "$file" "$root$file"; done
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mountpoint -q "$root/dev" || mount --bind /dev "$root/dev"
trap 'umount "$root/dev" "$root/proc" 2>/dev/null || true' EXIT


cp "$package" "$root/tmp/wbc-desktop.deb"
chroot "$root" apt-get update -qq
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /tmp/wbc-desktop.deb >/dev/null
if chroot "$root" sh -c 'command -v python3 || command -v gcc'; then
    echo "The clean root is not clean: it has Python or a compiler." >&2
    exit 1
fi

python3 "$here/smoke_test.py" /usr/bin/wbc-desktop --root "$root" ${SOURCE:+--source "$SOURCE"}

chroot "$root" apt-get purge -y -qq wbc-desktop >/dev/null
left=$(find "$root/opt" "$root/usr" -name '*wbc-desktop*' | grep -v '^$' || true)
if [ -n "$left" ]; then
    echo "Left behind after removal: $left" >&2
    exit 1
fi
echo "installed, tested and removed cleanly"
