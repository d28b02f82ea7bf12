"""Two observers over many cases, for a validation folder: table, kappa, Passing-Bablok, Bland-Altman."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wbc_desktop import __version__
from wbc_desktop.core.agreement import (
    AgreementTable,
    bland_altman,
    cohen_kappa,
    passing_bablok,
)
from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.files import write_whole
from wbc_desktop.core.intervals import wilson
from wbc_desktop.reporting.pdf_page import FAINT, MM, Page
from wbc_desktop.reporting.plots import draw_bland_altman, draw_scatter
from wbc_desktop.reporting.report import RESEARCH_USE

_SIDE = 58 * MM


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """What the report says.

    Attributes:
        names: First and second observer.
        table: Cells that both have called.
        percent: Class id to (first, second) percentages, a pair a case.
        cases: How many cases.
        made_at: UTC.
        note: For instance which model.
    """

    names: tuple[str, str]
    table: AgreementTable
    percent: Mapping[str, tuple[Sequence[float], Sequence[float]]]
    cases: int
    made_at: datetime
    note: str = ""


def agreement_document(report: AgreementReport) -> bytes:
    """The PDF: a page with the table, then two classes a page."""
    page = Page(title=f"Agreement {report.names[0]} / {report.names[1]}")
    _head(page, report)
    _summary(page, report)
    _confusion(page, report)
    _foot(page)
    classes = [c for c in CLASSES if c in report.percent]
    for number, class_id in enumerate(classes):
        if number % 2 == 0:
            if number:
                _foot(page)
            page.turn()
            _head(page, report)
        _class_plots(page, report, class_id)
    if classes:
        _foot(page)
    return page.finish()


def write_agreement(report: AgreementReport, path: Path) -> None:
    """Write the PDF.

    Raises:
        OutputFault: The file cannot be written.
    """
    write_whole(path, agreement_document(report))


def summary_lines(report: AgreementReport) -> list[str]:
    """Agreement and kappa in words."""
    table = report.table
    cells = f"{report.cases} cases, {table.total} cells called by both"
    if table.unpaired:
        cells += f", {table.unpaired} by one alone"
    lines = [cells + "."]
    shared = table.agreement()
    if shared is not None:
        share, low, high = shared
        lines.append(
            f"Called alike: {table.agreed} of {table.total}, {100 * share:.1f} %"
            f" (95 % interval {100 * low:.1f}-{100 * high:.1f}, Wilson)."
        )
    kappa = cohen_kappa(table)
    if kappa is None:
        lines.append("Kappa is not defined for this table.")
    else:
        limits = f"{kappa.low95:.3f}-{kappa.high95:.3f}"
        lines.append(f"Cohen's kappa {kappa.value:.3f} (95 % interval {limits}, large-sample).")
    return lines


def _head(page: Page, report: AgreementReport) -> None:
    page.y -= 12
    title = f"Agreement: {report.names[0]} and {report.names[1]}"
    page.text(page.left, page.y, title, size=14, bold=True, room=page.right - page.left)
    page.y -= 13
    page.text(page.left, page.y, RESEARCH_USE, size=8, bold=True)
    made = f"wbc-desktop {__version__}, {report.made_at.strftime('%Y-%m-%d %H:%M UTC')}"
    page.text(page.right, page.y, made, size=8, colour=FAINT, align="right")
    page.rule(gap=5)


def _summary(page: Page, report: AgreementReport) -> None:
    page.y -= 4
    for line in filter(None, (*summary_lines(report), report.note)):
        page.paragraph(line, size=9, lines=3)


def _confusion(page: Page, report: AgreementReport) -> None:
    table = report.table
    if not table.labels:
        return
    page.y -= 24
    first = page.left + 42 * MM
    step = min(16 * MM, (page.right - first - 34 * MM) / len(table.labels))
    page.text(page.left, page.y, f"rows {report.names[0]}", size=8, colour=FAINT, room=40 * MM)
    heads = [CLASSES[c].short for c in table.labels]
    for n, head in enumerate(heads):
        page.text(first + (n + 1) * step, page.y, head, size=8, bold=True, align="right")
    page.text(
        page.right, page.y, f"also so by {report.names[1]}", size=8, colour=FAINT, align="right", room=50 * MM
    )
    for row, label in enumerate(table.labels):
        page.y -= 15
        page.text(page.left, page.y, CLASSES[label].name, size=9, room=40 * MM)
        for column in range(len(table.labels)):
            number = int(table.counts[row, column])
            if number:
                right = first + (column + 1) * step
                page.text(right, page.y, str(number), size=9, bold=row == column, align="right")
        page.text(page.right, page.y, _share(*table.recall(label)), size=8, align="right")
    page.y -= 10


def _share(hits: int, total: int) -> str:
    limits = wilson(hits, total)
    if limits is None:
        return "-"
    return f"{100 * hits / total:.1f} % ({100 * limits[0]:.1f}-{100 * limits[1]:.1f})"


def _class_plots(page: Page, report: AgreementReport, class_id: str) -> None:
    first, second = report.percent[class_id]
    page.y -= 26
    page.text(page.left, page.y, f"{CLASSES[class_id].name}s, % of the differential", size=11, bold=True)
    line, difference = passing_bablok(first, second), bland_altman(first, second)
    page.y -= 14 + _SIDE
    draw_scatter(page, (page.left + 8 * MM, page.y), _SIDE, (first, second), line, report.names)
    if difference is not None:
        draw_bland_altman(page, (page.left + 92 * MM, page.y), _SIDE, difference, report.names)
    page.y -= 24
    for text in _findings(first, second):
        page.paragraph(text, size=8, lines=2)


def _findings(first: Sequence[float], second: Sequence[float]) -> list[str]:
    line, difference = passing_bablok(first, second), bland_altman(first, second)
    texts = []
    if line is None:
        texts.append("Passing-Bablok is not defined: at least five cases with different values are needed.")
    else:
        texts.append(
            f"Passing-Bablok ({line.pairs} cases): slope {line.slope:.3f}"
            f" ({line.slope_low95:.3f} to {line.slope_high95:.3f}), intercept {line.intercept:.2f}"
            f" ({line.intercept_low95:.2f} to {line.intercept_high95:.2f})."
        )
    if difference is None:
        texts.append("Bland-Altman needs at least three cases.")
    else:
        texts.append(
            f"Bland-Altman: bias {difference.bias:.2f} percentage points"
            f" ({difference.bias_low95:.2f} to {difference.bias_high95:.2f}),"
            f" limits of agreement {difference.low:.2f} to {difference.high:.2f}."
        )
    return texts


def _foot(page: Page) -> None:
    page.text(page.width / 2, 9 * MM, RESEARCH_USE, size=8, bold=True, align="centre")
