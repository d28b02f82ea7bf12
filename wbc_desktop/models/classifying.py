"""From cells to answers: crops in, calibrated probabilities and a decision out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import FoundCell, Prediction
from wbc_desktop.core.classes import CLASSES, FIVE_IDS, NOT_COUNTED, UNIDENTIFIED
from wbc_desktop.imaging.measures import measure_cell
from wbc_desktop.imaging.source import RGB
from wbc_desktop.models.adaptation import Adaptation, unfit
from wbc_desktop.models.manifest import Calibration, Manifest
from wbc_desktop.models.preprocess import cell_input
from wbc_desktop.models.second_look import looked_again, mean_outputs
from wbc_desktop.models.size_evidence import log_size, size_logits

Array = npt.NDArray[np.float64]
Float = npt.NDArray[np.float32]
Run = Callable[[Float], tuple[Float, ...]]
"""An engine: float32 (batch, channels, rows, columns) in, arrays out."""

BATCH = 32


def classify_cells(
    items: Sequence[tuple[RGB, FoundCell]],
    run: Run,
    manifest: Manifest,
    batch: int = BATCH,
    adaptation: Adaptation | None = None,
) -> list[Prediction]:
    """Classify cells, possibly of several images.

    Args:
        items: Each an image, uint8 (rows, columns, 3), and a cell in its pixels.
        run: The classifier's engine; its first output is logits (batch, classes).
        manifest: The classifier's.
        batch: Cells given to the engine at once; the answers do not depend on it.
        adaptation: The model's local calibration; needs the engine's second output, the features.

    Returns:
        One answer per cell, in order.

    Raises:
        ModelRefused: The calibration was made for another network.
    """
    answers: list[Prediction] = []
    for begin in range(0, len(items), batch):
        part = items[begin : begin + batch]
        inputs = np.stack([cell_input(rgb, cell, manifest) for rgb, cell in part])
        sizes = np.array([log_size(cell) for _, cell in part])
        by_size = size_logits(sizes, manifest.size_here, len(manifest.classes))
        if adaptation is None:
            logits = steady_outputs(inputs, run, manifest.calibration, by_size, batch)[0] + by_size
        else:
            plain, features = mean_outputs(inputs, run, batch)[:2]
            logits = _adapted(adaptation, plain + by_size, features, part)
        answers += decide(logits, manifest)
    return answers


def _adapted(
    adaptation: Adaptation, logits: Array, features: Array, part: Sequence[tuple[RGB, FoundCell]]
) -> Array:
    if not adaptation.fits(features.shape[1], logits.shape[1]):
        raise unfit("it was made for another network")
    measures = np.stack([measure_cell(rgb, cell, log_size(cell)) for rgb, cell in part])
    return adaptation.logits(logits, features, measures)


def steady_outputs(
    inputs: Float, run: Run, rule: Calibration, by_size: npt.NDArray[np.float64], batch: int = BATCH
) -> tuple[Float, ...]:
    """The engine's outputs; those of cells whose first answer is unsure are the mean of a second look.

    Args:
        inputs: (cells, channels, side, side).
        run: The classifier's engine.
        rule: Its ``again`` says what is unsure.
        by_size: (cells, classes), added to the logits.
        batch: Views given to the engine at once in the second look.
    """
    outputs = run(inputs)
    if not rule.again:
        return outputs
    surest = probabilities(outputs[0] + by_size, rule.temperature).max(axis=1)
    return looked_again(inputs, outputs, surest < rule.again, run, batch)


def probabilities(logits: npt.NDArray[np.floating], temperature: float) -> npt.NDArray[np.float64]:
    """Softmax of logits (cells, classes) divided by the temperature; float64, rows sum to 1."""
    scaled = logits.astype(np.float64) / temperature
    scaled -= scaled.max(axis=1, keepdims=True)
    odds = np.exp(scaled)
    shares: npt.NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return shares


def decide(logits: npt.NDArray[np.floating], manifest: Manifest) -> list[Prediction]:
    """Turn logits into answers by the manifest's calibration.

    Args:
        logits: (cells, classes), the size's evidence added; the first five classes are the differential's.
        manifest: Temperature, thresholds and classes.

    Returns:
        One answer per row. A probability of "none of the five" from ``other_threshold`` on
        gives ``not_counted``; else a best class under ``threshold`` gives ``unidentified``.
    """
    return [_answer(row, manifest) for row in probabilities(logits, manifest.calibration.temperature)]


def _answer(shares: npt.NDArray[np.float64], manifest: Manifest) -> Prediction:
    rule = manifest.calibration
    five = shares[:5]
    known = float(five.sum())
    other = float(shares[5:].sum())
    best = int(np.argmax(five))
    within = five / known if known > 0 else np.full(5, 0.2)
    if other >= rule.other_threshold and len(shares) > 5:
        kind = manifest.classes[5 + int(np.argmax(shares[5:]))]
        reason = f"Looks like none of the five classes ({CLASSES[kind].name.lower()}, {other:.0%})."
        a, b, c, d, e = (float(v) for v in within)
        return Prediction(
            NOT_COUNTED.id, FIVE_IDS[best], float(five[best]), (a, b, c, d, e), other, kind, reason
        )
    return _of_the_five(five, within, other, rule)


def _of_the_five(five: Array, within: Array, other: float, rule: Calibration) -> Prediction:
    """The best of the five, or unidentified where it is under the threshold."""
    best = int(np.argmax(five))
    confidence = float(five[best])
    label, reason = FIVE_IDS[best], ""
    if confidence < rule.threshold:
        label = UNIDENTIFIED.id
        second = int(np.argsort(five)[-2])
        reason = (
            f"The best class, {CLASSES[FIVE_IDS[best]].name.lower()}, reaches {confidence:.0%}, under the "
            f"threshold of {rule.threshold:.0%}; next is {CLASSES[FIVE_IDS[second]].name.lower()}."
        )
        if other > confidence:
            reason += f" Rather none of the five ({other:.0%}), yet not surely."
    a, b, c, d, e = (float(v) for v in within)
    return Prediction(label, FIVE_IDS[best], confidence, (a, b, c, d, e), other, "", reason)


def answered_anew(prediction: Prediction, within: Array, manifest: Manifest) -> Prediction:
    """The answer for a cell whose probabilities were weighed anew (``models.own_cells``).

    Args:
        prediction: The network's answer. One of "none of the five" becomes a doubtful one: its probability
            of being none stays.
        within: (5,), the new probabilities of the five classes; they sum to 1.
        manifest: Thresholds.
    """
    return _of_the_five(within * (1.0 - prediction.other), within, prediction.other, manifest.calibration)
