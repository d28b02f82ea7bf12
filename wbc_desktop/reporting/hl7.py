"""HL7 v2.5.1 ORU^R01: one message, percentages and absolute numbers as separate OBX.

Interval, method, total counted and intended use stand in NTE segments. Segments end with a
carriage return; ``| ^ ~ \\ &`` inside text are escaped.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from wbc_desktop.core.files import write_whole
from wbc_desktop.reporting.items import UCUM, Item, report_items
from wbc_desktop.reporting.loinc import PANEL
from wbc_desktop.reporting.report import RESEARCH_USE, Report

_STATUS = {"preliminary": "P", "final": "F", "amended": "C"}
_SEX = {"female": "F", "male": "M", "other": "O", "": "U"}
_ESCAPES = {"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "&": "\\T\\", "~": "\\R\\"}


def escape(text: str) -> str:
    """Text as it stands in a field; line breaks become ``\\.br\\``, other control characters a space."""
    safe = "".join(_ESCAPES.get(letter, letter) for letter in text)
    safe = re.sub(r"\r\n|\r|\n", r"\\.br\\", safe)
    return re.sub(r"[\x00-\x1f\x7f]", " ", safe)


def oru_message(report: Report) -> str:
    """The message.

    Without patient fields there is no PID segment: the receiver matches by the specimen's number,
    which is the order's number, or the sample's name.
    """
    case = report.case
    specimen = escape(case.data.order_id or case.sample)
    counted_at = _time(case.created.at)
    status = _STATUS[case.status]
    control = f"{case.id[:16]}{len(case.history):04d}"[-20:]
    segments = [
        f"MSH|^~\\&|wbc-desktop|{escape(report.laboratory)}|||{_time(report.made_at)}||ORU^R01^ORU_R01|{control}"
        "|P|2.5.1||||||UNICODE UTF-8"
    ]
    if report.patient and case.data.patient_id:
        segments.append(_patient(report))
    panel = f"{PANEL.code}^{escape(PANEL.display)}^LN"
    segments.append(
        f"OBR|1|{specimen}|{case.id}|{panel}|||{counted_at}|||||||||||||||{_time(report.made_at)}||HM|{status}"
    )
    lines = (RESEARCH_USE, report.model, report.method, report.review, report.target, report.signed)
    comments = (report.reference_text, case.data.comment)
    segments += [_note(n, text) for n, text in enumerate(filter(None, (*lines, *comments)), 1)]
    for number, item in enumerate(report_items(report), 1):
        segments.append(_observation(number, item, status, counted_at))
        if item.note:
            segments.append(_note(1, item.note))
    segments.append(f"SPM|1|{specimen}||119297000^Blood specimen^SCT")
    return "".join(f"{segment}\r" for segment in segments)


def write_hl7(report: Report, path: Path) -> None:
    """Write the message as a file, UTF-8.

    Raises:
        OutputFault: The file cannot be written.
    """
    write_whole(path, oru_message(report).encode())


def _time(at: datetime) -> str:
    return at.strftime("%Y%m%d%H%M%S%z")


def _patient(report: Report) -> str:
    data = report.case.data
    name = f"{escape(data.patient_name)}^^^^^^L" if data.patient_name else "^^^^^^U"
    born = re.sub(r"\D", "", data.patient_birth_date)[:8]
    return f"PID|1||{escape(data.patient_id)}||{name}||{born}|{_SEX.get(data.patient_sex, 'U')}"


def _note(number: int, text: str) -> str:
    return f"NTE|{number}|L|{escape(text)}"


def _observation(number: int, item: Item, status: str, at: str) -> str:
    code = f"{escape(item.code.code)}^{escape(item.code.display)}^{item.code.hl7_system}"
    unit = f"{escape(UCUM[item.unit])}^{escape(item.unit)}^UCUM"
    fields = (code, "", item.text, unit, escape(item.range_text), item.flag, "", "", status, "", "", at)
    return f"OBX|{number}|NM|" + "|".join(fields)
