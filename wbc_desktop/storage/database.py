"""One SQLite file: opened with care, checked at the start, migrated after a backup.

``synchronous=FULL``: in WAL mode NORMAL may lose the last commits on power loss
(https://www.sqlite.org/pragma.html); who may not wait asks for ``Durability.SOON``. WAL does not
work over a network file system (https://www.sqlite.org/wal.html): there the file is opened with a
rollback journal.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from wbc_desktop.core.errors import CaseFault
from wbc_desktop.storage.log_flusher import LogFlusher
from wbc_desktop.storage.network import on_network
from wbc_desktop.storage.schema import APPLICATION_ID, MIGRATIONS

BUSY_SECONDS = 10.0
AUTOCHECKPOINT_PAGES = 8000
"""32 MB of log at most before a commit carries it over itself."""
DAYS_KEPT = 7
_DAILY = "daily"


class Durability(Enum):
    """When the disk has what a transaction wrote. A kill of the program takes nothing in any case."""

    NOW = "before the transaction returns"
    SOON = "some milliseconds later, by a thread of its own"
    LATER = "with the next transaction of another kind: for what can be made again"


class Database:
    """An open case database; safe to use from several threads, one at a time.

    Args:
        path: The file; made with its folder where it does not exist.
        backups: Folder for backups; default ``backups`` beside the file.
        migrations: Schema versions (tests give older or newer ones).

    Raises:
        CaseFault: The file is damaged, foreign, locked, unwritable or of a newer schema.
    """

    def __init__(
        self, path: Path, backups: Path | None = None, migrations: Sequence[str] = MIGRATIONS
    ) -> None:
        self.path = path
        self.backups = backups or path.parent / "backups"
        self._lock = threading.RLock()
        self._depth = 0
        self._wal = False
        self._synchronous = ""
        self._flusher = LogFlusher(path.with_name(f"{path.name}-wal"))
        with self._words():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        try:
            with self._words():
                self._prepare(migrations)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file; all that was written is on the disk then."""
        self._flusher.close()
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """The rows of a query.

        Raises:
            CaseFault: The database cannot be read.
        """
        with self._lock, self._words():
            return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Run one statement inside ``transaction``."""
        with self._lock, self._words():
            self._connection.execute(sql, values)

    def run_many(self, sql: str, values: Iterator[Sequence[Any]]) -> None:
        """Run one statement for many rows inside ``transaction``."""
        with self._lock, self._words():
            self._connection.executemany(sql, values)

    @contextmanager
    def transaction(self, durability: Durability = Durability.NOW) -> Iterator[None]:
        """All or nothing; the write lock is taken at once, so that what was read stays true.

        Args:
            durability: When the disk must have it. Over a rollback journal (a network file
                system) always at once.

        Raises:
            CaseFault: The database is locked or cannot be written.
        """
        with self._lock, self._words():
            if self._depth:
                yield
                return
            relaxed = durability is not Durability.NOW and self._wal and not self._flusher.failed
            self._set_synchronous("NORMAL" if relaxed else "FULL")
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
                self._connection.execute("COMMIT")
                if relaxed and durability is Durability.SOON:
                    self._flusher.soon()
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth -= 1

    def checkpoint(self) -> None:
        """Carry the write-ahead log over into the file, without making a writer wait.

        Raises:
            CaseFault: The database cannot be written.
        """
        with self._words():
            other = sqlite3.connect(self.path, timeout=BUSY_SECONDS)
            try:
                other.execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                other.close()

    def backup(self, label: str = "") -> Path:
        """Copy the database as it stands to the folder of backups.

        Returns:
            The copy.

        Raises:
            CaseFault: It cannot be written.
        """
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        name = f"{self.path.stem}-{label}-{stamp}" if label else f"{self.path.stem}-{stamp}"
        return self.copy_to(self.backups / f"{name}{self.path.suffix}")

    def copy_to(self, target: Path) -> Path:
        """Copy the database, while it is in use, to one file that is whole by itself.

        Raises:
            CaseFault: The file exists already, or cannot be written.
        """
        if target.exists():
            raise CaseFault("The file exists already.", "Name another file.", file=target)
        part = target.with_name(f".{target.name}.part")
        with self._lock, self._words():
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                part.unlink(missing_ok=True)
                with closing(sqlite3.connect(part)) as copy:
                    self._connection.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
                part.replace(target)
            except (OSError, sqlite3.OperationalError) as error:
                with suppress(OSError):  # half a copy is none
                    part.unlink(missing_ok=True)
                if getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise
                raise CaseFault(
                    "The copy of the cases cannot be written.",
                    "Free some space or name another file.",
                    file=target,
                    detail=str(error),
                ) from error
        return target

    def daily_backup(self, keep: int = DAYS_KEPT) -> Path | None:
        """Make the first backup of the day, and let go of daily ones beyond ``keep``.

        Returns:
            The copy; None where the day has one already.

        Raises:
            CaseFault: It cannot be written.
        """
        prefix = f"{self.path.stem}-{_DAILY}-"
        made = sorted(self.backups.glob(f"{prefix}*{self.path.suffix}")) if self.backups.is_dir() else []
        today = datetime.now(UTC).strftime("%Y%m%d")
        if made and made[-1].name.startswith(prefix + today):
            return None
        copy = self.backup(_DAILY)
        for old in [*made, copy][:-keep]:
            with suppress(OSError):
                old.unlink()
        return copy

    def integrity_faults(self, *, quick: bool = False) -> list[str]:
        """What SQLite finds wrong with the file; empty when it is sound."""
        check = "quick_check" if quick else "integrity_check"
        found = [str(row[0]) for row in self.rows(f"PRAGMA {check}(20)")]
        return [line for line in found if line != "ok"]

    @property
    def version(self) -> int:
        """Schema version of the file."""
        return int(self.rows("PRAGMA user_version")[0][0])

    def _prepare(self, migrations: Sequence[str]) -> None:
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA trusted_schema = OFF")
        self._refuse_foreign(len(migrations))
        faults = self.integrity_faults(quick=True)
        if faults:
            raise self._damaged(faults[0])
        mode = "DELETE" if on_network(self.path) else "WAL"
        self._connection.execute(f"PRAGMA journal_mode = {mode}")
        self._wal = mode == "WAL"
        self._set_synchronous("FULL")
        # A checkpoint waits for the disk: seldom in passing, and by ``checkpoint`` between samples.
        self._connection.execute(f"PRAGMA wal_autocheckpoint = {AUTOCHECKPOINT_PAGES}")
        if self.version < len(migrations):
            self._migrate(migrations)

    def _set_synchronous(self, level: str) -> None:
        """Set how a commit waits, where it is not so already: every statement costs the window a turn."""
        if level != self._synchronous:
            self._connection.execute(f"PRAGMA synchronous = {level}")
            self._synchronous = level

    def _refuse_foreign(self, newest: int) -> None:
        application = int(self.rows("PRAGMA application_id")[0][0])
        tables = int(self.rows("SELECT count(*) FROM sqlite_schema")[0][0])
        if tables and application != APPLICATION_ID:
            raise CaseFault("The file is not a case database.", "Name another file.", file=self.path)
        if self.version < 0:
            raise self._damaged(f"schema {self.version}")
        if self.version > newest:
            raise CaseFault(
                f"The case database has schema {self.version}; this program knows {newest} and older.",
                "Update the program; the file was not changed.",
                file=self.path,
            )

    def _migrate(self, migrations: Sequence[str]) -> None:
        if self.version > 0:
            self.backup(f"before-schema-{len(migrations)}")
        with self.transaction():
            for number in range(self.version, len(migrations)):
                for statement in _statements(migrations[number]):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {number + 1}")
            self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _damaged(self, detail: str) -> CaseFault:
        copies = sorted(
            self.backups.glob(f"{self.path.stem}-*{self.path.suffix}"), key=lambda copy: copy.stat().st_mtime
        )
        newest = f" The newest backup is {copies[-1].name}." if copies else ""
        return CaseFault(
            "The case database is damaged.",
            f"Keep the file, and restore a backup from {self.backups}.{newest}",
            file=self.path,
            detail=detail,
        )

    @contextmanager
    def _words(self) -> Iterator[None]:
        """Turn faults of SQLite and of the file system into words."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise CaseFault(
                    "The case database is in use by another program.",
                    "Wait a moment and try again.",
                    file=self.path,
                    detail=str(error),
                ) from error
            raise CaseFault(
                "The case database cannot be used.",
                "Check that its folder can be written to and that the disk is not full.",
                file=self.path,
                detail=str(error),
            ) from error
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.IntegrityError):
                raise CaseFault(
                    "The case database refuses this change.", file=self.path, detail=str(error)
                ) from error
            raise self._damaged(str(error)) from error
        except UnicodeDecodeError as error:
            raise self._damaged(str(error)) from error
        except OSError as error:
            raise CaseFault(
                "The case database's folder cannot be used.", file=self.path, detail=str(error)
            ) from error


def _statements(script: str) -> Iterator[str]:
    """Split a script into statements; ``executescript`` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
