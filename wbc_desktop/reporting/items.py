"""The results of a report as a flat list, made once for FHIR, HL7 and the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.flags import Flag
from wbc_desktop.core.reference import ABSOLUTE, PERCENT, RATIO, ReferenceInterval
from wbc_desktop.reporting import loinc
from wbc_desktop.reporting.loinc import Code
from wbc_desktop.reporting.report import Report

UCUM = {PERCENT: "%", ABSOLUTE: "10*9/L", "/100 WBC": "/100{WBCs}", "cells": "{cells}", RATIO: "{ratio}"}
"""Unit shown to UCUM code."""


@dataclass(frozen=True, slots=True)
class Item:
    """One reported value.

    Attributes:
        id: Stable name within the report.
        name: Name for a person.
        code: LOINC or local code.
        unit: Unit as shown.
        value: Rounded as printed.
        decimals: Decimals of ``value``.
        note: How it came about: counts, interval, arithmetic.
        reference: Its reference interval, if a set with one is in force.
        flag: ``N``, ``L``, ``H`` or empty.
    """

    id: str
    name: str
    code: Code
    unit: str
    value: float
    decimals: int
    note: str = ""
    reference: ReferenceInterval | None = None
    flag: str = ""

    @property
    def text(self) -> str:
        """The value as printed."""
        return f"{self.value:.{self.decimals}f}"

    @property
    def range_text(self) -> str:
        """The reference interval as printed; empty without one."""
        if self.reference is None:
            return ""
        low, high = self.reference.low, self.reference.high
        if low is None:
            return f"<{high:g}"
        return f">{low:g}" if high is None else f"{low:g}-{high:g}"


def report_items(report: Report) -> list[Item]:
    """All values of a report in the order in which a laboratory reads them.

    Values that were not computed (no WBC entered, nothing counted) are left out, never zero.
    """
    return [
        Item(
            "counted", "Leukocytes counted", loinc.COUNTED, "cells", report.result.counted, 0, report.target
        ),
        *_white_count(report),
        *_classes(report),
        *_outside(report),
        *_ratio(report),
    ]


def _white_count(report: Report) -> Iterator[Item]:
    wbc = report.result.wbc
    if wbc is None or wbc.corrected is None:
        return
    note = "; ".join(wbc.steps)
    yield _item(
        "wbc", "Leukocytes", loinc.WBC, ABSOLUTE, wbc.corrected, 2, note, report.flag("wbc", ABSOLUTE)
    )


def _classes(report: Report) -> Iterator[Item]:
    result = report.result
    for row in result.rows:
        if row.percent is None or row.low95 is None or row.high95 is None:
            continue
        name = CLASSES[row.id].name
        note = (
            f"{row.count} of {result.counted} cells; 95 % interval {row.low95:.1f}-{row.high95:.1f} %"
            f" ({result.method.label})"
        )
        if row.id in loinc.PERCENT:
            flag = report.flag(row.id, PERCENT)
            code = loinc.PERCENT[row.id]
            yield _item(f"{row.id}_percent", name, code, PERCENT, row.percent, result.decimals, note, flag)
        if row.absolute is not None and row.id in loinc.ABSOLUTE:
            flag = report.flag(row.id, ABSOLUTE)
            note = f"95 % interval {row.absolute_low95:.2f}-{row.absolute_high95:.2f}, of the share alone"
            code = loinc.ABSOLUTE[row.id]
            yield _item(f"{row.id}_absolute", name, code, ABSOLUTE, row.absolute, 2, note, flag)


def _outside(report: Report) -> Iterator[Item]:
    for row in report.result.outside:
        if row.per_100_wbc and row.id in loinc.PER_100:
            note = f"{row.count} beside {report.result.counted} leukocytes"
            name = f"{CLASSES[row.id].name}s"
            yield _item(
                f"{row.id}_per_100", name, loinc.PER_100[row.id], "/100 WBC", row.per_100_wbc, 1, note
            )
    if report.result.unidentified:
        count = report.result.unidentified
        yield _item("unidentified", "Unidentified cells", loinc.UNIDENTIFIED, "cells", count, 0)


def _ratio(report: Report) -> Iterator[Item]:
    nlr = report.result.nlr
    if nlr is None or nlr.value is None or nlr.high95 is None:
        return
    note = f"95 % interval {nlr.low95:.2f}-{nlr.high95:.2f}; segmented and band neutrophils together"
    flag = report.flag("nlr", RATIO)
    yield _item("nlr", "Neutrophil-to-lymphocyte ratio", loinc.NLR, RATIO, nlr.value, 2, note, flag)


def _item(
    id: str,
    name: str,
    code: Code,
    unit: str,
    value: float,
    decimals: int,
    note: str = "",
    flag: Flag | None = None,
) -> Item:
    hint = flag.hint_text() if flag is not None else ""
    return Item(
        id,
        name,
        code,
        unit,
        round(value, decimals),
        decimals,
        f"{note}. {hint}".strip(". ") if hint else note,
        None if flag is None else flag.reference,
        "" if flag is None else flag.kind,
    )
