#!/bin/sh
# To be sourced: makes a minimal Debian (no Python, no developer files) by debootstrap and mounts what it needs.
#   root       the folder; made where it is empty
#   MIRROR     default http://deb.debian.org/debian
# shellcheck disable=SC2154 # root is set by who sources this

mirror=${MIRROR:-http://deb.debian.org/debian}
command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
if [ ! -e "$root/bin/sh" ]; then
    debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
fi
for file in /etc/resolv.conf /etc/hosts; do cp "$file" "$root$file"; done
mkdir -p "$root/tmp/.X11-unix" /tmp/.X11-unix
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mountpoint -q "$root/dev" || mount --bind /dev "$root/dev"
mountpoint -q "$root/tmp/.X11-unix" || mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
trap 'umount "$root/tmp/.X11-unix" "$root/dev" "$root/proc" 2>/dev/null || true' EXIT

in_root() {
    chroot "$root" env DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 HOME=/root "$@"
}

install_deb() { # installs or upgrades a .deb with what it depends on
    cp "$1" "$root/tmp/wbc-desktop.deb"
    in_root apt-get install -y -qq --no-install-recommends --allow-downgrades /tmp/wbc-desktop.deb >/dev/null
}

in_root apt-get update -qq
if in_root sh -c 'command -v python3 || command -v gcc'; then
    echo "The clean root is not clean: it has Python or a compiler." >&2
    exit 1
fi
