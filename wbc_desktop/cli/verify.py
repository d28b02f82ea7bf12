"""``wbc-desktop verify``: whether the history of all cases is whole, and where it is not."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from wbc_desktop.cli.main import EXIT_NOTHING

_EPILOG = """\
examples:
  wbc-desktop verify                        check the case database
  wbc-desktop verify backups/cases.sqlite3  check a copy
  wbc-desktop verify --seal HASH            also: is this signature (from a report) in the history?

Every recorded act carries the hash of the one before it; a row that was changed, removed or slipped
in is found at its place. Note the head's hash elsewhere to find rows cut off at the end.

exit codes: 0 whole; 1 not whole, or unreadable; 2 wrong use
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "Check that the recorded history was not changed."
    parser.epilog = _EPILOG
    parser.add_argument("database", nargs="?", metavar="FILE", help="a case database (default: your own)")
    parser.add_argument("--seal", default="", metavar="HASH", help="a hash that must be in the history")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Check; returns 0 when the history is whole, else 1.

    Raises:
        CaseFault: The database cannot be read.
        WrongUse: There is no such file.
    """
    from wbc_desktop.core.errors import WrongUse
    from wbc_desktop.storage.case_store import CaseStore
    from wbc_desktop.storage.paths import find_paths

    path = Path(arguments.database) if arguments.database else find_paths().database
    if not path.is_file():
        raise WrongUse("There is no case database yet.", "Name another file.", file=path)
    with CaseStore(path, daily_backup=not arguments.database) as store:
        result = store.verify(expected=arguments.seal.strip().lower())
        samples = {c.id: c.sample for deleted in (False, True) for c in store.list(deleted=deleted)}
    faults = [
        {"row": f.seq, "case": samples.get(f.case_id, f.case_id), "entry": f.number, "text": f.text}
        for f in result.faults
    ]
    if arguments.json:
        report: dict[str, object] = {"database": str(path), "sound": result.sound, "entries": result.entries}
        if arguments.seal:
            report["seal_found"] = result.expected_found
        print(json.dumps({**report, "head": result.head, "faults": faults}, indent=1, ensure_ascii=False))
        return 0 if result.sound else EXIT_NOTHING
    for fault in faults:
        where = f"row {fault['row']}, case {fault['case']}, entry {fault['entry']}"
        print(f"{where}: {fault['text']}")
    if result.expected_found is False:
        print("The seal is NOT in the history.")
    if not faults:
        here = "The rest of it" if result.expected_found is False else "The history"
        print(f"{here} is whole: {result.entries} entries.")
    else:
        print(f"The history is NOT whole: {len(faults)} faults in {result.entries} entries.")
    print(f"Head: {result.head}")
    return 0 if result.sound else EXIT_NOTHING
