"""The microscope check: are these images of the kind that the model knows? Green, amber or red, and why.

Limits on light, scale and sharpness are those within which the bundled models' held-out
images lie (``docs/results/models.md``); the model's own doubt is read from its confidence
on the images themselves, calibrated on sources that it had not seen.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wbc_desktop.core.cell import Prediction
from wbc_desktop.imaging.traits import ImageTraits


class Level(StrEnum):
    """The verdict, worst last."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause for doubt, in words, with what to do about it."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for a set of images.

    Attributes:
        level: The worst of the causes; green without any.
        causes: What was found, worst first.
        images: Images looked at.
        cells: White cells looked at.
    """

    level: Level
    causes: tuple[Finding, ...]
    images: int
    cells: int

    @property
    def text(self) -> str:
        """One paragraph for a person."""
        if self.level is Level.GREEN:
            return (
                f"Green: {self.images} images, {self.cells} white cells; all is in the range the model knows."
            )
        return f"{self.level.capitalize()}: " + " ".join(c.text for c in self.causes)


@dataclass(frozen=True, slots=True)
class _Limit:
    value: Callable[[ImageTraits], float | None]
    amber: float
    red: float
    above: bool
    text: str

    def judge(self, traits: Sequence[ImageTraits]) -> Finding | None:
        values = [v for v in map(self.value, traits) if v is not None]
        if not values:
            return None
        middle = statistics.median(values)

        def beyond(limit: float) -> bool:
            return middle > limit if self.above else middle < limit

        if not beyond(self.amber):
            return None
        return Finding(Level.RED if beyond(self.red) else Level.AMBER, self.text.format(middle))


_LIMITS = (
    _Limit(
        lambda t: t.cell_px, 45.0, 24.0, False,
        "White cells are too small ({:.0f} pixels across): use the 100x or 60x lens or a higher resolution.",
    ),
    _Limit(
        lambda t: t.unevenness, 1.6, 2.5, True,
        "The light is uneven ({:.1f} times brighter in parts): centre the condenser, or use flat-field.",
    ),
    _Limit(
        lambda t: t.cast, 2.2, 4.0, True,
        "The background is strongly coloured (ratio {:.1f}): set the white balance on an empty place.",
    ),
    _Limit(
        lambda t: t.brightness, 90.0, 50.0, False,
        "The images are dark (background {:.0f} of 255): more light or a longer exposure.",
    ),
    _Limit(
        lambda t: t.colour, 15.0, 8.0, False,
        "The images have no colour (at most {:.0f} of 255), and without it white cells cannot be told apart: "
        "set the camera to colour.",
    ),
    _Limit(
        lambda t: t.density, 0.22, 0.14, False,
        "Nuclei are pale (density {:.2f}): check stain, exposure and contrast.",
    ),
    _Limit(
        lambda t: t.sharpness, 0.06, 0.035, False,
        "The cells are blurred (edge energy {:.3f}): focus, clean the lens, check the immersion oil.",
    ),
)  # fmt: skip


EMPTY = "The image is empty: it shows nothing, and no cell was counted; check the lamp and the shutter."


def image_warnings(traits: ImageTraits) -> tuple[str, ...]:
    """What one image alone gives cause to warn of; the same words for every image, without figures."""
    if traits.empty:
        return (EMPTY,)  # what else could be said of it, as of its colours, would mislead
    told = [limit.text for limit in _LIMITS if limit.judge([traits]) is not None]
    return tuple(re.sub(r" \([^)]*\)", "", text) for text in told)


FEWEST_CELLS = 10
CONFIDENCE_AMBER = 0.86
CONFIDENCE_RED = 0.72
LIKENESS_AMBER = 0.87
"""Sources left out of training lie at 0.80 and 0.81, known ones at 0.90 to 1.11 (docs/results/models.md)."""
LIKENESS_RED = 0.75
"""Tissue lies at 0.45 to 0.73, and once at 0.82 (docs/results/models.md)."""


def check_images(
    traits: Iterable[ImageTraits],
    predictions: Sequence[Prediction],
    *,
    calibrated: bool = False,
    likeness: Sequence[float] = (),
) -> Verdict:
    """Judge the images of one microscope.

    Args:
        traits: Of each image.
        predictions: The model's answers for the cells of all of them.
        calibrated: Whether the model was calibrated to this microscope.
        likeness: Of the cells to those that the model has learnt from (``models.likeness``); empty where
            it is not known.

    Returns:
        The verdict.
    """
    seen = list(traits)
    causes = [c for c in (limit.judge(seen) for limit in _LIMITS) if c is not None]
    sure = [p.confidence + p.other for p in predictions]
    if len(sure) >= FEWEST_CELLS:
        mean = statistics.fmean(sure)
        if mean < CONFIDENCE_AMBER:
            level = Level.RED if mean < CONFIDENCE_RED else Level.AMBER
            advice = "label more cells" if calibrated else "calibrate with 50 to 100 of your own cells"
            causes.append(
                Finding(
                    level,
                    f"The model is unsure of these cells (mean confidence {mean:.0%}): they look unlike "
                    f"those that it knows; review every cell, and {advice}.",
                )
            )
    causes += _unlike(likeness, calibrated=calibrated)
    if not sure:
        causes.append(
            Finding(Level.AMBER, "No white cell was found: is this a stained blood smear in focus?")
        )
    causes.sort(key=lambda c: c.level is not Level.RED)
    levels = {c.level for c in causes}
    level = Level.RED if Level.RED in levels else Level.AMBER if levels else Level.GREEN
    return Verdict(level, tuple(causes), len(seen), len(predictions))


def _unlike(likeness: Sequence[float], *, calibrated: bool) -> list[Finding]:
    if len(likeness) < FEWEST_CELLS:
        return []
    mean = statistics.fmean(likeness)
    if mean < LIKENESS_RED:
        return [
            Finding(
                Level.RED,
                "The cells are of another kind than those that the model has learnt from "
                f"(likeness {mean:.0%}): is this a stained blood smear? "
                "Do not count these images without looking at every cell.",
            )
        ]
    if mean < LIKENESS_AMBER and not calibrated:
        return [
            Finding(
                Level.AMBER,
                f"The cells look somewhat unlike those that the model has learnt from (likeness {mean:.0%}): "
                "another stain or camera; review every cell, and calibrate with 50 to 100 of your own cells.",
            )
        ]
    return []
