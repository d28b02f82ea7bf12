"""A look at a case database that changes nothing of it: no file, no schema, and no writer waits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from wbc_desktop.storage.schema import APPLICATION_ID

WAIT_S = 1.0
"""A writer without a write-ahead log (a network folder) may make us wait; not longer than this."""


def glance(path: Path) -> dict[str, Any]:
    """What a report of a fault says of the database.

    Read through SQLite, never through a file of our own: closing such a file would drop the locks
    that the window holds on it (https://www.sqlite.org/howtocorrupt.html, 2.2).

    Args:
        path: The file; it need not exist.

    Returns:
        Whether it is there, its size, schema, number of cases, whether a program has it open or was
        killed with it, and what SQLite finds wrong with it; never a name.
    """
    try:
        if not path.is_file():
            return {"there": False}
        size = path.stat().st_size
    except OSError as error:  # its folder may not be read
        return {"fault": str(error.strerror)}
    log = path.with_name(path.name + "-wal")
    facts: dict[str, Any] = {"there": True, "bytes": size}
    try:
        facts["log_bytes"] = log.stat().st_size
        how = "mode=ro"
    except FileNotFoundError:
        how = "mode=ro&immutable=1"  # nobody writes: no log need be made, not even for a moment
    try:
        address = f"{path.absolute().as_uri()}?{how}"
        with closing(sqlite3.connect(address, uri=True, timeout=WAIT_S)) as database:
            facts |= _facts(database)
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:  # SQLite's own words may quote damage
        facts["fault"] = str(error)
    return facts


def _facts(database: sqlite3.Connection) -> dict[str, Any]:
    def one(sql: str) -> Any:
        return database.execute(sql).fetchone()[0]

    if one("PRAGMA application_id") != APPLICATION_ID:
        return {"fault": "not a case database"}
    faults = [row[0] for row in database.execute("PRAGMA quick_check(5)")]
    return {
        "schema": one("PRAGMA user_version"),
        "faults": [fault for fault in faults if fault != "ok"],
        "cases": one("SELECT count(*) FROM cases"),
    }
