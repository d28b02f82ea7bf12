"""``wbc-desktop cases``: the stored cases, and the history of one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

_EPILOG = """\
examples:
  wbc-desktop cases                     all stored cases, the last changed first
  wbc-desktop cases smear-12            every recorded act on one case
  wbc-desktop cases --json              the same for a program
  wbc-desktop cases --backup FILE       a copy of all cases in one file, even while the window is open

A case is named by its sample, its order number, its id, or the beginning of its id.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "List the stored cases, or the history of one."
    parser.epilog = _EPILOG
    parser.add_argument("case", nargs="?", metavar="CASE", help="show this case's history")
    parser.add_argument("--deleted", action="store_true", help="list the deleted cases instead")
    parser.add_argument("--backup", metavar="FILE", help="write a copy of all cases")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """List; returns the exit code.

    Raises:
        CaseFault: There is no such case, or the database cannot be read.
    """
    from wbc_desktop.storage.case_store import CaseStore
    from wbc_desktop.storage.paths import find_paths

    with CaseStore(find_paths().database) as store:
        if arguments.backup:
            print(store.database.copy_to(Path(arguments.backup)))
            return 0
        entries = _history(store, arguments.case) if arguments.case else _cases(store, arguments)
    if arguments.json:
        print(json.dumps(entries, indent=1, ensure_ascii=False))
    elif not entries:
        print("No case is stored yet. Count with --store, or in the window.")
    else:
        print(_table(entries))
    return 0


def _cases(store: Any, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    return [
        {
            "id": c.id if arguments.json else c.id[:8],
            "sample": c.sample,
            "status": c.status,
            "images": c.images,
            "counted": c.counted,
            "unreviewed": c.unreviewed,
            "changed": c.changed_at.strftime("%Y-%m-%d %H:%M UTC"),
            "by": c.changed_by,
        }
        for c in store.list(deleted=arguments.deleted)
    ]


def _history(store: Any, name: str) -> list[dict[str, Any]]:
    from wbc_desktop.core.history import describe

    case = store.load(store.find(name))
    return [
        {
            "entry": e.number,
            "at": e.at.strftime("%Y-%m-%d %H:%M:%S UTC"),
            "user": e.user,
            "what": describe(e),
            "reason": e.reason,
        }
        for e in case.history
    ]


def _table(entries: list[dict[str, Any]]) -> str:
    columns = list(entries[0])
    widths = {c: max(len(c), *(len(str(e[c])) for e in entries)) for c in columns}
    numbers = {c for c in columns if isinstance(entries[0][c], int)}

    def line(values: dict[str, Any]) -> str:
        cells = [
            str(values[c]).rjust(widths[c]) if c in numbers else str(values[c]).ljust(widths[c])
            for c in columns
        ]
        return "  ".join(cells).rstrip()

    return "\n".join([line({c: c for c in columns}), *(line(e) for e in entries)])
