"""The differential as text: to paste into a spreadsheet or a report."""

from __future__ import annotations

from wbc_desktop.app.translations import class_name, number_text, tr
from wbc_desktop.app.viewmodels.differential import Summary
from wbc_desktop.app.viewmodels.differential_table import percent_text
from wbc_desktop.reporting.csv import safe_text


def table_text(sample: str, summary: Summary) -> str:
    """Tab-separated rows with a header: class, cells, percent, limits, the model's percent."""
    result, model = summary.reviewed, summary.model
    absolute = any(row.absolute is not None for row in result.rows)
    head = [tr("Class"), tr("Cells"), "%", tr("95 % from"), tr("95 % to"), tr("Model %")]
    lines = [[safe_text(sample)], head + (["10⁹/L"] if absolute else [])]
    for row in result.rows:
        limits = [percent_text(v, 1) for v in (row.low95, row.high95)]
        line = [
            class_name(row.id),
            str(row.count),
            percent_text(row.percent, result.decimals),
            *limits,
            percent_text(model[row.id].percent, model.decimals),
        ]
        if row.absolute is not None:
            line.append(number_text(row.absolute, 2))
        lines.append(line)
    lines.append([tr("Counted"), str(result.counted)])
    lines.append([tr("Unidentified"), str(result.unidentified)])
    lines += [[class_name(o.id), str(o.count)] for o in result.outside if o.count]
    lines.append([tr("For research use only. Not for use in diagnostic procedures.")])
    return "\n".join("\t".join(line) for line in lines) + "\n"
