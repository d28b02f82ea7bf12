"""The report on one page: sample, result, bars, cells, flags, signature, intended use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.colors import HexColor

from wbc_desktop.core.classes import CLASSES, FIVE_IDS
from wbc_desktop.core.differential import ClassResult
from wbc_desktop.core.files import write_whole
from wbc_desktop.core.flags import Flag
from wbc_desktop.core.reference import ABSOLUTE, PERCENT, RATIO
from wbc_desktop.reporting.pdf_page import FAINT, MM, Page
from wbc_desktop.reporting.report import RESEARCH_USE, Report

MOST_CROPS = 8
_WARN = HexColor("#b00020")
_COLUMNS = (46, 62, 92, 112, 131, 152, 158)
"""Right edges (mm from the margin) of count, %, interval, absolute, range, flag; start of the bars."""


def pdf_document(report: Report) -> bytes:
    """The PDF.

    Args:
        report: What to print; its ``crops`` are shown beside their classes.
    """
    page = Page(report.page, title=f"Differential {report.case.sample}", author=report.laboratory)
    _header(page, report)
    _sample(page, report)
    _table(page, report)
    _beside(page, report)
    _hints(page, report)
    _crops(page, report)
    _footer(page, report)
    return page.finish()


def write_pdf(report: Report, path: Path) -> None:
    """Write the page.

    Raises:
        OutputFault: The file cannot be written.
    """
    write_whole(path, pdf_document(report))


def _header(page: Page, report: Report) -> None:
    page.y -= 12
    page.text(page.left, page.y, "White blood cell differential", size=16, bold=True, room=110 * MM)
    page.text(page.right, page.y, report.laboratory, size=10, align="right", room=65 * MM)
    page.y -= 14
    page.text(page.left, page.y, RESEARCH_USE, size=8, bold=True, colour=_WARN)
    status = report.case.status.upper()
    page.text(page.right, page.y, status, size=9, bold=True, align="right")
    page.rule(gap=5)


def _sample(page: Page, report: Report) -> None:
    case, data = report.case, report.case.data
    left = [
        ("Sample", case.sample),
        ("Order", data.order_id),
        ("Counted", _time(report)),
        ("Images", _images(report)),
    ]
    right = [
        ("Stain", data.stain_batch),
        ("Microscope", ", ".join(filter(None, (data.objective, data.camera)))),
        ("Scale", _scale(report)),
        ("Model", _model(report)),
    ]
    if report.patient:
        born = ", ".join(filter(None, (data.patient_birth_date, data.patient_sex)))
        left += [
            ("Patient", " ".join(filter(None, (data.patient_name, data.patient_id)))),
            ("Born, sex", born),
        ]
    top, half = page.y - 4, (page.right - page.left) / 2
    lowest = top
    for column, pairs in enumerate((left, right)):
        y = top
        for name, value in pairs:
            if not value:
                continue
            y -= 12
            x = page.left + column * half
            page.text(x, y, name, size=8, colour=FAINT)
            page.text(x + 22 * MM, y, value, size=8.5, room=half - 24 * MM)
        lowest = min(lowest, y)
    page.y = lowest
    page.rule(gap=6)


def _table(page: Page, report: Report) -> None:
    page.y -= 14
    edges = [page.left + e * MM for e in _COLUMNS]
    heads = ("cells", "%", "95 % interval", "10⁹/L", "range", "flag")
    for edge, head in zip(edges, heads, strict=False):
        page.text(edge, page.y, head, size=8, colour=FAINT, align="right")
    page.text(edges[-1], page.y, "0 – 100 %", size=8, colour=FAINT)
    for row in report.result.rows:
        page.y -= 17
        _class_row(page, report, row, edges)
    page.y -= 6
    page.rule(gap=2)
    page.y -= 12
    page.text(page.left, page.y, "Total", size=9, bold=True)
    page.text(edges[0], page.y, str(report.result.counted), size=9, bold=True, align="right")
    if report.result.counted:
        page.text(edges[1], page.y, f"{100:.{report.result.decimals}f}", size=9, bold=True, align="right")
    page.text(
        edges[2] + 4 * MM, page.y, report.target, size=8, colour=FAINT, room=page.right - edges[2] - 4 * MM
    )


def _class_row(page: Page, report: Report, row: ClassResult, edges: Sequence[float]) -> None:
    cell_class = CLASSES[row.id]
    page.box(page.left, page.y - 1, 7, 7, cell_class.colour)
    page.text(page.left + 11, page.y, f"{cell_class.name}s", size=9.5, bold=True)
    page.text(edges[0], page.y, str(row.count), size=9.5, align="right")
    if row.percent is None or row.low95 is None or row.high95 is None:
        return
    page.text(
        edges[1], page.y, f"{row.percent:.{report.result.decimals}f}", size=9.5, bold=True, align="right"
    )
    page.text(edges[2], page.y, f"{row.low95:.1f} – {row.high95:.1f}", size=9, align="right")
    if row.absolute is not None:
        page.text(edges[3], page.y, f"{row.absolute:.2f}", size=9.5, align="right")
    flag = report.flag(row.id, ABSOLUTE) or report.flag(row.id, PERCENT)
    if flag is not None:
        _flag(page, flag, edges)
    start, width = edges[-1], page.right - edges[-1]
    page.box(start, page.y - 1, width, 8, "#eef1f3")
    page.box(start, page.y - 1, max(width * row.percent / 100, 0.3), 8, cell_class.colour)
    page.segment(start + width * row.low95 / 100, start + width * row.high95 / 100, page.y + 3, width=0.8)


def _flag(page: Page, flag: Flag, edges: Sequence[float]) -> None:
    low, high = flag.reference.low, flag.reference.high
    limits = "–".join("" if v is None else f"{v:g}" for v in (low, high))
    unit = " %" if flag.unit == PERCENT else ""
    page.text(edges[4], page.y, limits + unit, size=8, colour=FAINT, align="right")
    word = {"L": "▼ low", "H": "▲ high", "N": "–"}[flag.kind]
    colour = FAINT if flag.kind == "N" else _WARN
    page.text(edges[5], page.y, word, size=9, bold=flag.kind != "N", colour=colour, align="right")


def _beside(page: Page, report: Report) -> None:
    result = report.result
    parts = [
        f"{CLASSES[o.id].name}s {o.count}"
        + ("" if o.per_100_wbc is None else f" ({o.per_100_wbc:.1f}/100 WBC)")
        for o in result.outside
    ]
    if result.unidentified:
        parts.append(f"unidentified {result.unidentified}")
    page.y -= 6
    page.paragraph("Outside the 100 %: " + "; ".join(parts), lines=2)
    if result.wbc is not None:
        page.paragraph("White count: " + "; ".join(result.wbc.steps), lines=2)
        flag = report.flag("wbc", ABSOLUTE)
        if flag is not None and flag.kind != "N":
            page.paragraph(f"White count {'low' if flag.kind == 'L' else 'high'}", colour=_WARN, lines=1)
    nlr = result.nlr
    if nlr is not None and nlr.value is not None and nlr.high95 is not None:
        limits = f"{nlr.low95:.2f} – {nlr.high95:.2f}"
        text = f"Neutrophils / lymphocytes (bands included): {nlr.value:.2f} ({limits})"
        flag = report.flag("nlr", RATIO)
        page.paragraph(text + (f", {flag.kind}" if flag and flag.kind != "N" else ""), lines=1)
    page.paragraph(report.reference_text, lines=2, colour=FAINT)


def _hints(page: Page, report: Report) -> None:
    hints = [f"{CLASSES[f.item].name}s: {f.hint_text()}" for f in report.flags if f.hints]
    for hint in hints[:3]:
        page.paragraph("Not settled – " + hint, lines=2)
    if len(hints) > 3:
        page.paragraph(f"and {len(hints) - 3} further values near a limit.", lines=1)
    page.rule(gap=6)


def _crops(page: Page, report: Report) -> None:
    shown = [c for c in (*FIVE_IDS, *report.crops) if report.crops.get(c)]
    shown = list(dict.fromkeys(c for c in shown if c in CLASSES))
    bottom = _FOOTER_TOP + 4 * MM
    if not shown or page.y - bottom < 14 * MM:
        return
    side = min(19 * MM, (page.y - bottom) / len(shown) - 2 * MM)
    for class_id in shown:
        page.y -= side + 2 * MM
        page.text(
            page.left, page.y + side / 2, f"{CLASSES[class_id].name}s", size=8, colour=FAINT, room=31 * MM
        )
        for n, crop in enumerate(report.crops[class_id][:MOST_CROPS]):
            x = page.left + 32 * MM + n * (side + 1 * MM)
            if x + side <= page.right:
                page.picture(x, page.y, side, crop)


_FOOTER_TOP = 52 * MM


def _footer(page: Page, report: Report) -> None:
    page.y = _FOOTER_TOP
    page.rule(gap=0)
    page.y -= 2
    case = report.case
    page.y -= 12
    page.text(page.left, page.y, report.signed, size=10, bold=True, room=page.right - page.left)
    comment = case.signature.comment if case.signature is not None else ""
    for text in filter(None, (case.data.comment, comment)):
        page.paragraph(f"Comment: {text}", lines=1)
    notes = case.signature.notes if case.signature is not None else ()
    page.paragraph(f"{report.review}. {' '.join(notes)}", lines=2)
    page.paragraph(f"{report.model}. {report.method}", lines=3, colour=FAINT)
    seal = f"; seal {report.seal}" if report.seal else ""
    made = f"{report.software}, {report.made_at.strftime('%Y-%m-%d %H:%M UTC')}; case {case.id}{seal}"
    page.paragraph(made, size=6.5, colour=FAINT, lines=2)
    page.text(page.width / 2, 9 * MM, RESEARCH_USE, size=8, bold=True, colour=_WARN, align="centre")


def _time(report: Report) -> str:
    return report.case.created.at.strftime("%Y-%m-%d %H:%M UTC")


def _images(report: Report) -> str:
    failed = len(report.case.faults)
    return str(len(report.case.images)) + (f" ({failed} could not be counted)" if failed else "")


def _model(report: Report) -> str:
    model = report.case.model
    return "counted by hand" if model is None else f"{model.id} {model.version}"


def _scale(report: Report) -> str:
    data = report.case.data
    if data.mpp is None:
        return "not known"
    return f"{data.mpp:g} µm per pixel" + (" (assumed)" if data.mpp_assumed else "")
