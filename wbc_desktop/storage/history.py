"""The hash chain over every recorded act of the database, and the search for tampering.

Each row holds the hash of the row before it, over all cases; a row changed, removed or put in
breaks the chain at its place. Rows cut off at the end leave a sound but shorter chain: compare
the head's hash with one noted elsewhere (it is printed with every signature).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import wbc_desktop
from wbc_desktop.core.history import HistoryEntry
from wbc_desktop.storage.codec import CELL_COLUMNS, canonical, cell_row, cells_digest, entry_payload
from wbc_desktop.storage.database import Database

GENESIS = "0" * 64
_HASHED = ("seq", "case_id", "number", "at", "user", "act", "payload", "cells_digest", "software", "previous")


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where the history does not hold.

    Attributes:
        seq: Number of the row in the database's history; 0 where no single row is concerned.
        case_id: The case; empty where none is concerned.
        number: Number of the entry within the case.
        text: What is wrong, for a person.
    """

    seq: int
    case_id: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Result of ``verify``.

    Attributes:
        entries: Rows read.
        faults: Empty when the history is whole.
        head: Hash of the last row; note it elsewhere to detect rows cut off at the end.
        expected_found: Whether the hash that was asked for is in the chain; None if none was.
    """

    entries: int
    faults: tuple[ChainFault, ...]
    head: str
    expected_found: bool | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and self.expected_found is not False


def append(database: Database, case_id: str | None, entry: HistoryEntry) -> str:
    """Append an entry to the chain, with the cells that come in by it; inside a transaction.

    Returns:
        The row's hash.
    """
    last = database.rows("SELECT seq, hash FROM history ORDER BY seq DESC LIMIT 1")
    seq, previous = (last[0]["seq"] + 1, last[0]["hash"]) if last else (1, GENESIS)
    cells = sorted((cell_row(cell) for cell in entry.cells), key=lambda row: row[:2])
    row = {
        "seq": seq,
        "case_id": case_id,
        "number": entry.number,
        "at": entry.at.isoformat(),
        "user": entry.user,
        "act": str(entry.act),
        "payload": entry_payload(entry),
        "cells_digest": cells_digest(cells),
        "software": f"wbc-desktop {wbc_desktop.__version__}",
        "previous": previous,
    }
    row["hash"] = row_hash(row)
    columns = ", ".join(row)
    database.run(f"INSERT INTO history ({columns}) VALUES ({_marks(len(row))})", tuple(row.values()))
    if cells:
        names = ", ".join(("case_id", "entry", *CELL_COLUMNS))
        database.run_many(
            f"INSERT INTO cells ({names}) VALUES ({_marks(len(CELL_COLUMNS) + 2)})",
            ((case_id, entry.number, *cell) for cell in cells),
        )
    return str(row["hash"])


def row_hash(row: Any) -> str:
    """SHA-256 of a row of the history, the previous row's hash included."""
    return hashlib.sha256(canonical([row[name] for name in _HASHED]).encode()).hexdigest()


def verify(database: Database, expected: str = "") -> Verification:
    """Walk the whole chain and say where it does not hold.

    Args:
        database: The open database; it is only read.
        expected: A hash noted earlier (from a report) that must be in the chain.

    Raises:
        CaseFault: The database cannot be read.
    """
    faults = [ChainFault(0, "", 0, f"The file is damaged: {f}") for f in database.integrity_faults()]
    seq, previous, found = 0, GENESIS, False
    numbers: dict[str, int] = {}
    for row in database.rows("SELECT * FROM history ORDER BY seq"):
        faults += _row_faults(row, seq + 1, previous)
        if row["case_id"] is not None:
            faults += _case_faults(database, row, numbers)
        seq, previous = row["seq"], row["hash"]
        found = found or row["hash"] == expected
    faults += _table_faults(database, numbers)
    entries = int(database.rows("SELECT count(*) FROM history")[0][0])
    return Verification(entries, tuple(faults), previous, found if expected else None)


def _row_faults(row: Any, expected_seq: int, previous: str) -> Iterator[ChainFault]:
    def fault(text: str) -> ChainFault:
        return ChainFault(row["seq"], row["case_id"] or "", row["number"], text)

    if row["seq"] != expected_seq:
        yield fault(f"Rows {expected_seq} to {row['seq'] - 1} are missing.")
    if row["previous"] != previous:
        yield fault("The row does not follow the row before it.")
    if row["hash"] != row_hash(row):
        yield fault("The row was changed after it was written.")


def _case_faults(database: Database, row: Any, numbers: dict[str, int]) -> Iterator[ChainFault]:
    case_id, number = row["case_id"], row["number"]
    if number != numbers.get(case_id, 0) + 1:
        yield ChainFault(row["seq"], case_id, number, "An entry of the case is missing before this one.")
    numbers[case_id] = number
    names = ", ".join(CELL_COLUMNS)
    cells = database.rows(
        f"SELECT {names} FROM cells WHERE case_id = ? AND entry = ? ORDER BY image, number", (case_id, number)
    )
    if cells_digest([tuple(cell) for cell in cells]) != row["cells_digest"]:
        yield ChainFault(
            row["seq"], case_id, number, "The machine's first calls of this entry were changed or removed."
        )


def _table_faults(database: Database, numbers: dict[str, int]) -> Iterator[ChainFault]:
    for row in database.rows("SELECT id, entries FROM cases"):
        if row["entries"] != numbers.get(row["id"], 0):
            text = (
                f"The case should have {row['entries']} entries, but {numbers.get(row['id'], 0)} are there."
            )
            yield ChainFault(0, row["id"], 0, text)
    stray = database.rows(
        "SELECT DISTINCT case_id, entry FROM cells WHERE NOT EXISTS "
        "(SELECT 1 FROM history WHERE history.case_id = cells.case_id AND history.number = cells.entry)"
    )
    for row in stray:
        yield ChainFault(0, row["case_id"], row["entry"], "Cells are there that no entry brought in.")


def _marks(count: int) -> str:
    return ", ".join("?" * count)
