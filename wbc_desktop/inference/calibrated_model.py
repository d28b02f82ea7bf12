"""Writes a calibration as a model folder with its provenance."""

from __future__ import annotations

from pathlib import Path

from wbc_desktop.inference.calibrate import Calibrated
from wbc_desktop.models.adapted_folder import LocalModel, write_adapted
from wbc_desktop.models.manifest import Score, TrainingSource
from wbc_desktop.models.registry import ModelFolder


def save_calibrated(result: Calibrated, base: ModelFolder, folder: Path) -> ModelFolder:
    """Write the calibrated model.

    Args:
        result: What ``calibrate`` yielded last.
        base: The model that it started from.
        folder: The new model folder.

    Returns:
        The written folder, with a manifest that names the base and the cells used.

    Raises:
        OutputFault: It cannot be written.
    """
    report, rule = result.report, result.calibration
    counts = ", ".join(f"{n} {c}" for c, n in report.per_class.items())
    source = TrainingSource(
        name=f"own cells of {', '.join(result.sources) or 'the laboratory'}",
        licence="the laboratory's own",
        cells=report.cells,
        note=f"calibrated {result.made_at}: {counts}",
    )
    scores = tuple(
        Score(source="own cells", metric=name, value=value, n=report.cells, command="wbc-desktop calibrate")
        for name, value in (
            ("accuracy_before", report.before),
            ("accuracy_cross_validated", report.after),
            ("accepted", report.accepted),
            ("wrong_among_accepted", report.accepted_wrong),
        )
    )
    card = "\n".join(
        [
            f"# {base.manifest.title or base.manifest.id}, calibrated",
            "",
            base.manifest.intended_use,
            "",
            f"Made on this machine at {result.made_at} from {base.manifest.id} {base.manifest.version} "
            f"(weights {base.manifest.sha256[:12]}) with {report.cells} labelled cells ({counts}).",
            "",
            f"Right before {report.before:.1%}, after {report.after:.1%} (5-fold cross-validation: each cell "
            "answered by a model that had not seen it).",
            f"Temperature {rule.temperature:.2f}, threshold {rule.threshold:.2f}: "
            f"{report.accepted:.1%} of the cells identified, {report.accepted_wrong:.1%} of these wrong.",
            "",
            "Valid for the microscope, camera and stain that the cells came from.",
            "",
        ]
    )
    local = LocalModel(result.adaptation, result.calibration, result.size, (source,), scores, card)
    return write_adapted(base, folder, local)
