"""Cell-location tests in the case database, recorded in its history too."""

from __future__ import annotations

from dataclasses import fields

from wbc_desktop.core.history import Act
from wbc_desktop.core.quality import LocationTest
from wbc_desktop.storage.case_store import CaseStore
from wbc_desktop.storage.codec import read_time

_COLUMNS = tuple(f.name for f in fields(LocationTest))


def record_test(store: CaseStore, test: LocationTest) -> None:
    """Store a test; the history names who made it and what came out.

    Raises:
        CaseFault: The database cannot be written.
    """
    values = [getattr(test, name) for name in _COLUMNS]
    values[0] = test.at.isoformat()
    with store.database.transaction():
        marks = ", ".join("?" * len(_COLUMNS))
        store.database.run(f"INSERT INTO quality_tests ({', '.join(_COLUMNS)}) VALUES ({marks})", values)
        percent = "no cell" if test.percent is None else f"{test.percent:.1f} % located"
        batch = f", stain {test.stain_batch}" if test.stain_batch else ""
        text = f"Cell-location test: {test.located} located, {test.missed} missed, {percent}{batch}"
        store.note(Act.QUALITY, text, user=test.operator)


def list_tests(store: CaseStore) -> list[LocationTest]:
    """All tests, oldest first.

    Raises:
        CaseFault: The database cannot be read.
    """
    rows = store.database.rows(f"SELECT {', '.join(_COLUMNS)} FROM quality_tests ORDER BY at, id")
    return [LocationTest(read_time(row["at"]), *tuple(row)[1:]) for row in rows]
