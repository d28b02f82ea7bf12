#!/bin/sh
# Collects the window's texts into resources/translations/wbc_*.ts and compiles them to .qm.
# A new text is "unfinished" in the .ts file until somebody translates it; tests/gui/test_translations.py tells.
set -eu
cd "$(dirname "$0")/.."
sources=$(find wbc_desktop/app -name '*.py' | sort)
# The class names are constants of core.classes; action_table lists them for the collection.
# shellcheck disable=SC2086 # the list is meant to be split
pyside6-lupdate -no-obsolete -locations none $sources -ts resources/translations/wbc_de.ts
pyside6-lrelease -silent resources/translations/wbc_de.ts -qm resources/translations/wbc_de.qm
