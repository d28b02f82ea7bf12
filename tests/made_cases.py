"""Cells and cases made by code, for the tests of core, storage, reporting and the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from wbc_desktop.core.case import AcceptCells, AddImage, Case, CaseImage, ModelStamp
from wbc_desktop.core.cell import Cell, CellMask, Prediction
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MODEL = ModelStamp("resnet18", "1.2.0", "a" * 64, "cpu")


def make_cell(image="a.png", number=1, label="neutrophil", *, mask=True, detail="", confidence=0.9):
    best = label if label in FIVE_IDS else "lymphocyte"
    rest = (1 - confidence) / 4
    probabilities = tuple(confidence if name == best else rest for name in FIVE_IDS)
    box = Box(40.0 * number, 20.0, 30.0, 30.0)
    found = None
    if mask:
        labels = np.zeros((15, 15), np.uint8)
        labels[2:13, 2:13] = 1
        labels[5:10, 5:10] = 2
        found = CellMask(labels, box)
    return Cell(image, number, box, found, Prediction(label, best, confidence, probabilities, detail=detail))


def make_case(sample="S-1", images=2, each=(6, 1, 0, 3, 0), *, extra=(), model=MODEL, reviewed=False, **more):
    """A case whose every image holds ``each`` cells of the five classes, and ``extra`` labels once."""
    case = Case(Case.new_id(), sample, "/images", model=model, user="ann", at=AT, **more)
    for i in range(images):
        name = f"field_{i + 1}.png"
        labels = [c for c, n in zip(FIVE_IDS, each, strict=True) for _ in range(n)]
        labels += list(extra) if i == 0 else []
        cells = tuple(make_cell(name, k + 1, label) for k, label in enumerate(labels))
        case.apply(AddImage(CaseImage(name, 2000, 100), cells), user="ann", at=AT)
    if reviewed:
        case.apply(AcceptCells([c.key for c in case.cells]), user="ann", at=AT)
    return case


def meaning(case):
    """What a case says, for comparing two: labels in force and sample data."""
    cells = {c.key: (c.label, None if c.review is None else c.review.label) for c in case.cells}
    return cells, case.data, case.status
