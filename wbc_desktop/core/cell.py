"""A cell: where it lies, its mask, the model's answer and, beside it, the technician's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.geometry import Box

MASK_BACKGROUND = 0
MASK_CYTOPLASM = 1
MASK_NUCLEUS = 2


@dataclass(frozen=True, slots=True)
class CellMask:
    """Nucleus and cytoplasm of one cell.

    Attributes:
        labels: uint8 array (rows, columns): 0 background, 1 cytoplasm, 2 nucleus.
        box: Where the array lies, in level-0 pixels. The array may have another
            resolution than level 0: ``labels.shape`` need not equal the box's size.
    """

    labels: npt.NDArray[np.uint8]
    box: Box


@dataclass(frozen=True, slots=True)
class FoundCell:
    """What the finder gives for one white cell.

    Attributes:
        box: Bounding box of the whole cell, level-0 pixels.
        mask: Its mask, if the finder made one.
        score: The finder's certainty, 0 to 1.
        on_border: Whether the image's edge cuts the cell.
        red_cell_px: Median diameter of the red cells around it, in level-0 pixels: the
            ruler that tells a large cell from a small one; None where there are none.
    """

    box: Box
    mask: CellMask | None
    score: float
    on_border: bool = False
    red_cell_px: float | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """The model's answer for one cell.

    Attributes:
        label: One of the five class ids, ``unidentified`` or ``not_counted``.
        best_class: The most probable of the five, whatever the label is.
        confidence: Calibrated probability of ``best_class``.
        probabilities: Probabilities of the five classes in the order of
            ``classes.FIVE``; they sum to 1.
        other: Probability that the object is none of the five.
        detail: Finer class where a second head gives one (``erythroblast``, ``band`` ...).
        reason: Why the label is ``unidentified`` or ``not_counted``, in words.
    """

    label: str
    best_class: str
    confidence: float
    probabilities: tuple[float, float, float, float, float]
    other: float = 0.0
    detail: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The technician's answer.

    Attributes:
        label: One of the five class ids, ``unidentified``, ``not_counted`` or one of its kinds.
        reviewer: Who decided.
        at: When, with time zone (UTC).
    """

    label: str
    reviewer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """One counted object of an image.

    Attributes:
        image: The image's path relative to the sample's folder, with forward slashes.
        number: Running number within the image, from 1.
        box: Level-0 pixels.
        mask: Nucleus and cytoplasm, where known.
        prediction: The model's answer; None for a cell added by hand and never classified.
        review: The technician's answer; None until reviewed.
        score: The finder's certainty; 1 for a cell added by hand.
        added: Whether a person added it.
    """

    image: str
    number: int
    box: Box
    mask: CellMask | None
    prediction: Prediction | None
    review: Review | None = None
    score: float = 1.0
    added: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """Identity within a case: (image, number)."""
        return (self.image, self.number)

    @property
    def label(self) -> str:
        """The label in force: the technician's, else the model's."""
        if self.review is not None:
            return self.review.label
        return self.prediction.label if self.prediction is not None else "unidentified"
