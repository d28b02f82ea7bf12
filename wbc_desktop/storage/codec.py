"""Cells and history entries as rows, and back; canonical text for the hash chain."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from wbc_desktop.core.cell import Cell, CellMask, Prediction, Review
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.geometry import Box
from wbc_desktop.core.history import Act, CaseImage, CellChange, Change, FieldChange, HistoryEntry

MAX_MASK_PIXELS = 1 << 26

CELL_COLUMNS = (
    "image",
    "number",
    "x",
    "y",
    "width",
    "height",
    "score",
    "added",
    "prediction",
    "mask_box",
    "mask_rows",
    "mask_columns",
    "mask",
)


_DAMAGE = (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError)
"""What a damaged row makes of its reading; a thousand brackets make the last."""

UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Of a row whose time is damaged."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value gives the same text."""
    return _ENCODER.encode(value)


def read_time(text: object) -> datetime:
    """A stored time for a list or a sentence: damage there must not hide the case."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return UNKNOWN_TIME
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def cell_row(cell: Cell) -> tuple[Any, ...]:
    """Values of ``CELL_COLUMNS``; masks are packed by zlib, about a hundredth of their size."""
    box, mask = cell.box, cell.mask
    packed: tuple[Any, ...] = (None, None, None, None)
    if mask is not None:
        rows, columns = mask.labels.shape
        where = canonical([mask.box.x, mask.box.y, mask.box.width, mask.box.height])
        data = zlib.compress(np.ascontiguousarray(mask.labels, dtype=np.uint8).tobytes(), 6)
        packed = (where, int(rows), int(columns), data)
    prediction = None if cell.prediction is None else canonical(_prediction_out(cell.prediction))
    place = (float(box.x), float(box.y), float(box.width), float(box.height))
    return (cell.image, int(cell.number), *place, float(cell.score), int(cell.added), prediction, *packed)


def cells_digest(rows: Sequence[Sequence[Any]]) -> str:
    """SHA-256 over rows of ``CELL_COLUMNS``, in the order given; empty text for no row."""
    if not rows:
        return ""
    digest = hashlib.sha256()
    for row in rows:
        mask = row[-1]
        sealed = [*row[:-1], None if mask is None else hashlib.sha256(mask).hexdigest()]
        digest.update(canonical(sealed).encode())
    return digest.hexdigest()


def read_cell(row: Mapping[str, Any]) -> Cell:
    """The cell of a row of the table ``cells``.

    Raises:
        CaseFault: The row is damaged.
    """
    try:
        prediction = None if row["prediction"] is None else _prediction_in(json.loads(row["prediction"]))
        return Cell(
            image=row["image"],
            number=row["number"],
            box=Box(row["x"], row["y"], row["width"], row["height"]),
            mask=_mask_in(row),
            prediction=prediction,
            score=row["score"],
            added=bool(row["added"]),
        )
    except (*_DAMAGE, zlib.error) as error:
        raise CaseFault(
            "A stored cell is damaged.", "Run wbc-desktop verify.", detail=f"{type(error).__name__}: {error}"
        ) from error


def entry_payload(entry: HistoryEntry) -> str:
    """What the history stores of an entry beside who, when and which act."""
    out: dict[str, Any] = {"changes": [_change_out(c) for c in entry.changes]}
    if entry.reason:
        out["reason"] = entry.reason
    if entry.reverses is not None:
        out["reverses"] = entry.reverses
    if entry.notes:
        out["notes"] = list(entry.notes)
    if entry.image is not None:
        image = entry.image
        out["image"] = {
            "name": image.name,
            "width": int(image.width),
            "height": int(image.height),
            "content": image.content,
            "warnings": list(image.warnings),
            "red_cell_px": None if image.red_cell_px is None else float(image.red_cell_px),
        }
    if entry.answers:
        out["answers"] = [[*key, _prediction_out(answer)] for key, answer in entry.answers]
    return canonical(out)


def read_entry(row: Mapping[str, Any], cells: tuple[Cell, ...]) -> HistoryEntry:
    """The entry of a row of the table ``history``, with the cells that came in by it.

    Raises:
        CaseFault: The row is damaged.
    """
    try:
        payload = json.loads(row["payload"])
        image = payload.get("image")
        return HistoryEntry(
            number=row["number"],
            at=datetime.fromisoformat(row["at"]),
            user=row["user"],
            act=Act(row["act"]),
            changes=tuple(_change_in(c) for c in payload["changes"]),
            reason=payload.get("reason", ""),
            reverses=payload.get("reverses"),
            image=None if image is None else CaseImage(**{**image, "warnings": tuple(image["warnings"])}),
            cells=cells,
            notes=tuple(payload.get("notes", ())),
            answers=tuple(((i, n), _prediction_in(raw)) for i, n, raw in payload.get("answers", ())),
        )
    except _DAMAGE as error:
        raise CaseFault(
            f"Entry {row['number']} of the history is damaged.",
            "Run wbc-desktop verify.",
            detail=f"{type(error).__name__}: {error}",
        ) from error


def _prediction_out(prediction: Prediction) -> dict[str, Any]:
    return {
        "label": prediction.label,
        "best_class": prediction.best_class,
        "confidence": float(prediction.confidence),
        "probabilities": [float(p) for p in prediction.probabilities],
        "other": float(prediction.other),
        "detail": prediction.detail,
        "reason": prediction.reason,
    }


def _prediction_in(raw: dict[str, Any]) -> Prediction:
    a, b, c, d, e = raw.pop("probabilities")
    return Prediction(probabilities=(a, b, c, d, e), **raw)


def _mask_in(row: Mapping[str, Any]) -> CellMask | None:
    if row["mask"] is None:
        return None
    rows, columns = row["mask_rows"], row["mask_columns"]
    if not 0 < rows * columns <= MAX_MASK_PIXELS:
        raise ValueError("mask size")
    data = zlib.decompressobj().decompress(row["mask"], rows * columns)
    labels = np.frombuffer(data, dtype=np.uint8).reshape(rows, columns)
    return CellMask(labels, Box(*json.loads(row["mask_box"])))


def _change_out(change: Change) -> dict[str, Any]:
    if isinstance(change, FieldChange):
        return {"field": change.name, "old": change.old, "new": change.new}
    return {
        "cell": list(change.key),
        "old": change.old_label,
        "new": change.new_label,
        "old_review": _review_out(change.old_review),
        "new_review": _review_out(change.new_review),
    }


def _change_in(raw: dict[str, Any]) -> Change:
    if "field" in raw:
        return FieldChange(raw["field"], raw["old"], raw["new"])
    image, number = raw["cell"]
    return CellChange(
        (image, number), raw["old"], raw["new"], _review_in(raw["old_review"]), _review_in(raw["new_review"])
    )


def _review_out(review: Review | None) -> list[str] | None:
    return None if review is None else [review.label, review.reviewer, review.at.isoformat()]


def _review_in(raw: list[str] | None) -> Review | None:
    if raw is None:
        return None
    label, reviewer, at = raw
    return Review(label, reviewer, datetime.fromisoformat(at))
