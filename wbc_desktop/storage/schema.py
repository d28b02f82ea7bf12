"""The case database's tables, as ordered migrations: a version is never edited, only followed."""

from __future__ import annotations

APPLICATION_ID = 0x57424343
"""Marks the file as a case database of this program (``WBCC``)."""

_VERSION_1 = """
CREATE TABLE cases (
    id TEXT PRIMARY KEY,
    sample TEXT NOT NULL,
    root TEXT NOT NULL,
    review_of TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    entries INTEGER NOT NULL,
    images INTEGER NOT NULL,
    cells INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    unreviewed INTEGER NOT NULL,
    status TEXT NOT NULL,
    order_id TEXT NOT NULL DEFAULT '',
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE history (
    seq INTEGER PRIMARY KEY,
    case_id TEXT REFERENCES cases (id),
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    user TEXT NOT NULL,
    act TEXT NOT NULL,
    payload TEXT NOT NULL,
    cells_digest TEXT NOT NULL,
    software TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE UNIQUE INDEX history_of_case ON history (case_id, number) WHERE case_id IS NOT NULL;

CREATE TABLE cells (
    case_id TEXT NOT NULL REFERENCES cases (id),
    image TEXT NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    score REAL NOT NULL,
    added INTEGER NOT NULL,
    prediction TEXT,
    mask_box TEXT,
    mask_rows INTEGER,
    mask_columns INTEGER,
    mask BLOB,
    PRIMARY KEY (case_id, image, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE quality_tests (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    located INTEGER NOT NULL,
    missed INTEGER NOT NULL,
    false_found INTEGER NOT NULL,
    camera TEXT NOT NULL,
    objective TEXT NOT NULL,
    stain_batch TEXT NOT NULL,
    model TEXT NOT NULL,
    order_id TEXT NOT NULL
) STRICT;

CREATE TRIGGER history_is_never_changed BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END;
CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'the history is never deleted'); END;
CREATE TRIGGER cells_are_never_changed BEFORE UPDATE ON cells
BEGIN SELECT RAISE(ABORT, 'a machine call is never changed'); END;
CREATE TRIGGER cells_are_never_deleted BEFORE DELETE ON cells
BEGIN SELECT RAISE(ABORT, 'a machine call is never deleted'); END;
CREATE TRIGGER cases_are_never_deleted BEFORE DELETE ON cases
BEGIN SELECT RAISE(ABORT, 'a case is never deleted'); END;
"""

MIGRATIONS: tuple[str, ...] = (_VERSION_1,)
"""``MIGRATIONS[n]`` leads from version ``n`` to ``n + 1``."""
