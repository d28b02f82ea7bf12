"""Cases in the database: created, loaded, listed; every edit one transaction with its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from wbc_desktop.core.case import Case, HistoryEntry, Note
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.history import Act
from wbc_desktop.storage import history
from wbc_desktop.storage.codec import CELL_COLUMNS, read_cell, read_entry, read_time
from wbc_desktop.storage.database import Database, Durability

REPEATABLE = frozenset({Act.COUNT, Act.WEIGH, Act.FAULT, Act.QUALITY, Act.COUNT_ENDED})
"""A machine's acts: nobody's work is lost when a power failure takes the last of them."""


class CaseChanged(CaseFault):
    """Another user or window has changed the case meanwhile; nothing was written."""


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One line of the list of cases.

    Attributes:
        id: Identifier of the case.
        sample: The sample's name.
        root: Folder of its images.
        review_of: Id of the case that this one is a second review of; else empty.
        created_at: UTC.
        changed_at: UTC, of the last recorded act.
        changed_by: Who made it.
        entries: Length of its history.
        images: Images counted.
        cells: Cells in the case.
        counted: Cells in the denominator.
        unreviewed: Cells that nobody has confirmed or corrected.
        status: ``preliminary``, ``final`` or ``amended``.
        order_id: The laboratory's number of the order.
    """

    id: str
    sample: str
    root: str
    review_of: str
    created_at: datetime
    changed_at: datetime
    changed_by: str
    entries: int
    images: int
    cells: int
    counted: int
    unreviewed: int
    status: str
    order_id: str


class CaseStore:
    """The cases of one database file.

    The first opening of a day makes a backup.

    Args:
        path: The file, or an open database.
        daily_backup: Whether to make the day's backup; not for a copy that is only looked at.

    Attributes:
        warning: A sentence for the person where the day's backup could not be made; else empty.

    Raises:
        CaseFault: The database cannot be used.
    """

    def __init__(self, path: Path | str | Database, *, daily_backup: bool = True) -> None:
        self.database = path if isinstance(path, Database) else Database(Path(path))
        self._cases: WeakValueDictionary[str, Case] = WeakValueDictionary()
        self.warning = ""
        if daily_backup and self.database.rows("SELECT 1 FROM cases LIMIT 1"):
            try:
                self.database.daily_backup()
            except CaseFault as error:
                self.warning = f"The daily backup was not made. {error}"

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def __enter__(self) -> CaseStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def create(self, case: Case) -> None:
        """Store a new case with all of its history so far.

        Raises:
            CaseFault: It is stored already, or the database cannot be written.
        """
        with self.database.transaction():
            if self.database.rows("SELECT 1 FROM cases WHERE id = ?", (case.id,)):
                raise CaseFault("The case is stored already.")
            self.database.run(
                "INSERT INTO cases (id, sample, root, review_of, created_at, changed_at, changed_by, entries,"
                " images, cells, counted, unreviewed, status)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, '')",
                (
                    case.id,
                    case.sample,
                    case.root,
                    case.review_of,
                    *([case.created.at.isoformat()] * 2),
                    case.created.user,
                ),
            )
            for entry in case.history:
                history.append(self.database, case.id, entry)
            self._summarise(case, case.history[-1])
        self._cases[case.id] = case

    def record(self, case: Case | str, entry: HistoryEntry, *, wait: bool = True) -> str:
        """Store one entry that the case has just made; one transaction.

        Args:
            case: The case, or the id of one that this store created or loaded.
            entry: What ``Case.apply``, ``undo`` or ``redo`` returned.
            wait: Whether to wait for the disk. If not, a kill of the program takes nothing all
                the same, and a power failure at most the last moment.

        Returns:
            The entry's hash in the chain.

        Raises:
            CaseChanged: Somebody else changed the case meanwhile; load it again.
            CaseFault: The database cannot be written.
        """
        held = self._held(case)
        durability = Durability.NOW if wait else Durability.SOON
        with self.database.transaction(Durability.LATER if entry.act in REPEATABLE else durability):
            self._refuse_stale(held.id, entry.number)
            digest = history.append(self.database, held.id, entry)
            self._summarise(held, entry)
        return digest

    def load(self, case_id: str) -> Case:
        """The case as its stored history makes it, masks and undo included.

        Raises:
            CaseFault: There is no such case, or its record is damaged.
        """
        with self.database.transaction():
            rows = self.database.rows("SELECT * FROM history WHERE case_id = ? ORDER BY number", (case_id,))
            if not rows:
                raise CaseFault("There is no such case.", "wbc-desktop cases lists those there are.")
            by_entry = _cells(self.database, case_id)
        case = Case.replay(read_entry(dict(row), tuple(by_entry[row["number"]])) for row in rows)
        self._cases[case.id] = case
        return case

    def find(self, name: str) -> str:
        """The id of a case by its id, the beginning of its id, its order id, or its sample's name.

        Raises:
            CaseFault: There is none, or more than one.
        """
        cases = self.list()
        found = [c.id for c in cases if name in (c.id, c.sample, c.order_id)]
        found = found or [c.id for c in cases if len(name) >= 4 and c.id.startswith(name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise CaseFault(f"“{name}” names {len(found)} cases.", f"Give one id: {', '.join(found[:5])}.")
        raise CaseFault(f"There is no case “{name}”.", "wbc-desktop cases lists those there are.")

    def list(self, *, deleted: bool = False) -> list[CaseSummary]:
        """All cases, the last changed first.

        Args:
            deleted: List the deleted ones instead.
        """
        names = ", ".join(CaseSummary.__dataclass_fields__)
        rows = self.database.rows(
            f"SELECT {names} FROM cases WHERE deleted = ? ORDER BY changed_at DESC, id", (int(deleted),)
        )
        return [_summary(dict(row)) for row in rows]

    def changed_since(self, case: Case) -> tuple[str, datetime] | None:
        """Who changed the stored case since it was loaded, and when; None if nobody did."""
        rows = self.database.rows(
            "SELECT user, at FROM history WHERE case_id = ? AND number > ? ORDER BY number DESC LIMIT 1",
            (case.id, len(case.history)),
        )
        return (rows[0]["user"], read_time(rows[0]["at"])) if rows else None

    def delete(self, case: Case, *, user: str, reason: str) -> None:
        """Take a case out of the list; its record stays, as the history demands.

        Raises:
            CaseFault: No reason is given, or the database cannot be written.
        """
        if not reason.strip():
            raise CaseFault("Deleting a case needs a reason.")
        entry = case.apply(Note(Act.DELETE, reason=reason), user=user)
        with self.database.transaction():
            self.record(case, entry)
            self.database.run("UPDATE cases SET deleted = 1 WHERE id = ?", (case.id,))

    def note(self, act: Act, text: str, *, user: str) -> None:
        """Record an act that belongs to no case (a setting, a quality test)."""
        with self.database.transaction():
            rows = self.database.rows("SELECT max(number) FROM history WHERE case_id IS NULL")
            entry = HistoryEntry((rows[0][0] or 0) + 1, datetime.now(UTC), user, act, notes=(text,))
            history.append(self.database, None, entry)

    def signature_hash(self, case_id: str) -> str:
        """Hash of the last signature's row in the chain; empty for an unsigned case."""
        rows = self.database.rows(
            "SELECT hash FROM history WHERE case_id = ? AND act = ? ORDER BY number DESC LIMIT 1",
            (case_id, str(Act.SIGN)),
        )
        return str(rows[0]["hash"]) if rows else ""

    def verify(self, expected: str = "") -> history.Verification:
        """Check the chain of the whole database (``storage.history.verify``)."""
        return history.verify(self.database, expected)

    def _held(self, case: Case | str) -> Case:
        if isinstance(case, Case):
            self._cases[case.id] = case
            return case
        if case not in self._cases:
            raise CaseFault("The case is not open.")
        return self._cases[case]

    def _refuse_stale(self, case_id: str, number: int) -> None:
        last = self.database.rows(
            "SELECT number, user, at FROM history WHERE case_id = ? ORDER BY number DESC LIMIT 1", (case_id,)
        )
        if not last:
            raise CaseFault("The case is not stored.")
        if last[0]["number"] != number - 1:
            at = read_time(last[0]["at"]).strftime("%Y-%m-%d %H:%M UTC")
            raise CaseChanged(
                f"The case was changed meanwhile by {last[0]['user'] or 'another window'} ({at}).",
                "Your last edit was not stored; it is shown as it is now, and you can make the edit again.",
            )

    def _summarise(self, case: Case, entry: HistoryEntry) -> None:
        counted = case.differential().counted
        self.database.run(
            "UPDATE cases SET changed_at = ?, changed_by = ?, entries = ?, images = ?, cells = ?,"
            " counted = ?, unreviewed = ?, status = ?, order_id = ? WHERE id = ?",
            (
                entry.at.isoformat(),
                entry.user,
                entry.number,
                len(case.images),
                len(case.cells),
                counted,
                case.unreviewed,
                case.status,
                case.data.order_id,
                case.id,
            ),
        )


def _summary(row: dict[str, Any]) -> CaseSummary:
    """A line of the list; a damaged one is a line all the same: the case's history has all of it."""
    read: dict[str, Callable[[Any], Any]] = {"datetime": read_time, "int": _number, "str": str}
    return CaseSummary(**{f.name: read[str(f.type)](row[f.name]) for f in fields(CaseSummary)})


def _number(stored: object) -> int:
    try:
        return int(str(stored))
    except ValueError:
        return 0


def _cells(database: Database, case_id: str) -> defaultdict[int, list[Cell]]:
    """Cells as they came in, by the entry that brought them."""
    by_entry: defaultdict[int, list[Cell]] = defaultdict(list)
    names = ", ".join(("entry", *CELL_COLUMNS))
    sql = f"SELECT {names} FROM cells WHERE case_id = ? ORDER BY image, number"
    for row in database.rows(sql, (case_id,)):
        by_entry[row["entry"]].append(read_cell(dict(row)))
    return by_entry
