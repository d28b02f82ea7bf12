#!/bin/sh
# Installs an older .deb into a minimal Debian, makes cases, settings and a calibrated model with it, upgrades to a
# newer .deb and checks that all of them are there and work; then that the older program refuses, in words, a database
# of a newer schema, and leaves it alone. Needs root and, on this machine, Python.
#   sh packaging/linux/test_upgrade.sh OLDER.deb NEWER.deb [ROOT]
set -eu

older=$(readlink -f "$1")
newer=$(readlink -f "$2")
root=${3:-$(mktemp -d)/clean}
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=packaging/linux/clean_root.sh
. "$here/linux/clean_root.sh"

wbc() {
    in_root wbc-desktop "$@"
}
version() {
    # shellcheck disable=SC2016 # dpkg-query's variable, not the shell's
    in_root dpkg-query -W -f '${Version} ${db:Status-Abbrev}' wbc-desktop
}
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
data=/root/.local/share/wbc-desktop
settings=/root/.config/wbc-desktop/settings.json
rm -rf "$root/root/.local" "$root/root/.config" "$root/root/wbc-test"
mkdir -p "$root/root/wbc-test"

install_deb "$older"
old=$(version)
wbc demo /root/wbc-test/demo --even --fields 8 >/dev/null
wbc count /root/wbc-test/demo/smear --output /root/wbc-test/before --store >/dev/null
cp "$root/root/wbc-test/demo/truth.csv" "$root/root/wbc-test/demo/smear/labels.csv"
mkdir -p "$root$data/models"
wbc calibrate /root/wbc-test/demo/smear --output $data/models/ours >/dev/null
mkdir -p "$root/root/.config/wbc-desktop"
[ -e "$root$settings" ] || echo '{"language": "de"}' >"$root$settings"
cp "$root$settings" "$root/root/wbc-test/settings.json"
cases=$(wbc cases --json)
database=$(sha256sum <"$root$data/cases.sqlite3")
files=$(in_root sh -c 'cd /opt/wbc-desktop && find . -type f | sort')

install_deb "$newer"
new=$(version)
[ "$old" != "$new" ] || fail "both packages are $old"
case $new in
    *" ii ") ;;
    *) fail "the upgrade is not complete: $new" ;;
esac
[ "$database" = "$(sha256sum <"$root$data/cases.sqlite3")" ] || fail "the upgrade itself changed the cases"
[ "$cases" = "$(wbc cases --json)" ] || fail "the cases differ after the upgrade"
wbc verify >/dev/null || fail "the history does not hold after the upgrade"
cmp "$root$settings" "$root/root/wbc-test/settings.json" || fail "the settings differ after the upgrade"
wbc count /root/wbc-test/demo/smear --output /root/wbc-test/after --store >/dev/null
wbc verify >/dev/null || fail "the history does not hold after a count with the newer program"
model="as before"
if ! said=$(wbc count /root/wbc-test/demo/smear --output /root/wbc-test/own --model $data/models/ours 2>&1); then
    # Made by a program that did not yet lay its network beside it, and the bundled networks are others now.
    echo "$said" | grep -q 'Calibrate again' || fail "the calibrated model does not count after the upgrade: $said"
    model="refused in words (its network is no longer carried)"
fi
stale=$(in_root dpkg-query -L wbc-desktop | sed 's|^/opt/wbc-desktop|.|' | sort >"$root/tmp/listed"
    in_root sh -c 'cd /opt/wbc-desktop && find . -type f | sort' | comm -23 - "$root/tmp/listed")
[ -z "$stale" ] || fail "files of no package are left in /opt/wbc-desktop: $stale"
echo "upgraded from $old to $new: case, history and settings kept, calibrated model $model ($(echo "$files" | wc -l) files replaced)"

# A newer program would have raised the schema's version: as the older one meets it after a downgrade.
install_deb "$older"
python3 - "$root$data/cases.sqlite3" <<'END'
import sqlite3, sys
base = sqlite3.connect(sys.argv[1])
version = base.execute("PRAGMA user_version").fetchone()[0]
base.execute(f"PRAGMA user_version = {version + 1}")
base.close()
END
database=$(sha256sum <"$root$data/cases.sqlite3")
code=0
said=$(wbc cases 2>&1) || code=$?
[ $code -ne 0 ] || fail "the older program opened a newer database"
echo "$said" | grep -q 'schema' || fail "the older program does not say why: $said"
echo "$said" | grep -q 'Traceback' && fail "the older program ends in a traceback"
[ "$database" = "$(sha256sum <"$root$data/cases.sqlite3")" ] || fail "the older program changed a newer database"
echo "the older program refuses a newer database: $said"

in_root apt-get purge -y -qq wbc-desktop >/dev/null
for kept in "$data/cases.sqlite3" "$settings"; do
    [ -e "$root$kept" ] || fail "the removal took $kept"
done
echo "removed; cases and settings stay"
