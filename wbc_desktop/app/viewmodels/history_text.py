"""The acts of a history in the user's language."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from wbc_desktop.app.told import told
from wbc_desktop.app.translations import class_name, tr
from wbc_desktop.core.history import Act, CellChange, FieldChange, HistoryEntry


def time_text(at: datetime, *, seconds: bool = True) -> str:
    """A time in the user's own zone, to the second or to the minute."""
    local = QDateTime.fromMSecsSinceEpoch(round(at.timestamp() * 1000))
    return QLocale().toString(local, "yyyy-MM-dd HH:mm:ss" if seconds else "yyyy-MM-dd HH:mm")


def act_text(entry: HistoryEntry) -> str:
    """What was done, in words."""
    cells = len(entry.keys)
    text = {
        Act.CREATE: tr("Record created"),
        Act.COUNT: tr("Counted"),
        Act.FAULT: tr("Image not counted"),
        Act.ACCEPT: tr("Confirmed"),
        Act.RECLASSIFY: tr("Reclassified"),
        Act.ADD: tr("Cell added"),
        Act.REMOVE: tr("Cell deleted"),
        Act.SAMPLE_DATA: tr("Sample data"),
        Act.SIGN: tr("Signed"),
        Act.REOPEN: tr("Re-opened"),
        Act.UNDO: tr("Undone"),
        Act.REDO: tr("Redone"),
        Act.OPEN: tr("Opened"),
        Act.EXPORT: tr("Exported"),
        Act.DELETE: tr("Deleted"),
        Act.SETTING: tr("Setting changed"),
        Act.QUALITY: tr("Quality control"),
        Act.COUNT_ENDED: tr("Count ended"),
    }.get(entry.act, str(entry.act))
    if entry.act is Act.COUNT and entry.image is not None:
        if cells == 1:
            return tr("{act}: {image}, 1 cell", act=text, image=entry.image.name)
        many = tr("1 cell") if cells == 1 else tr("{n} cells", n=cells)
        return f"{text}: {entry.image.name}, {many}"
    if entry.act is Act.WEIGH:
        if cells == 1:
            return tr("1 answer weighed anew with the sample's own cells")
        return tr("{n} answers weighed anew with the sample's own cells", n=cells)
    if cells > 1:
        return tr("{act}, {n} cells", act=text, n=cells)
    if cells == 1:
        image, number = entry.keys[0]
        return tr("{act}: cell {n} of {image}", act=text, n=number, image=image)
    return text


def values_text(entry: HistoryEntry, *, old: bool) -> str:
    """What an act changed, before or after; equal values are said once, with their number."""
    values: dict[str, int] = {}
    for change in entry.changes:
        if isinstance(change, CellChange):
            label = change.old_label if old else change.new_label
            text = tr("no cell") if label is None else class_name(label)
        elif entry.act is Act.CREATE or change.name.endswith("_json"):
            continue
        else:
            text = f"{field_name(change.name)}: {_field_value(change, old=old)}"
        values[text] = values.get(text, 0) + 1
    return ", ".join(f"{text} × {n}" if n > 1 else text for text, n in values.items())


def remarks_text(entry: HistoryEntry) -> str:
    """Reason and remarks; what a person wrote stays as it is written."""
    reason = tr("no cell") if entry.act is Act.REMOVE and entry.reason == "no cell" else entry.reason
    return "  ".join(part for part in (reason, *(told(note) for note in entry.notes)) if part)


def field_name(name: str) -> str:
    """A field of the sample data in words."""
    return {
        "order_id": tr("order number"),
        "target": tr("cells to count"),
        "target_reason": tr("reason for fewer cells"),
        "wbc": tr("white cell count"),
        "wbc_corrected": tr("already corrected"),
        "nrbc_limit": tr("corrected from"),
        "mpp": tr("microns per pixel"),
        "mpp_assumed": tr("microns per pixel assumed"),
        "objective": tr("objective"),
        "camera": tr("camera"),
        "stain_batch": tr("stain batch"),
        "reference_set": tr("reference intervals"),
        "comment": tr("comment"),
        "patient_id": tr("patient number"),
        "patient_name": tr("patient name"),
        "patient_birth_date": tr("birth date"),
        "patient_sex": tr("sex"),
        "signed_by": tr("signed by"),
    }.get(name, name.replace("_", " "))


def _field_value(change: FieldChange, *, old: bool) -> str:
    value = change.old if old else change.new
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, float):
        return QLocale().toString(value)
    if value in (None, ""):
        return "–"
    if change.name == "patient_sex":
        return {"female": tr("female"), "male": tr("male"), "other": tr("other")}.get(str(value), str(value))
    return str(value)
