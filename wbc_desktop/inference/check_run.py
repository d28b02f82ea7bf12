"""Runs the microscope check on some of the images that are to be counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.core.cell import Prediction
from wbc_desktop.core.errors import WbcError, WrongUse
from wbc_desktop.core.progress import CancelToken, Progress
from wbc_desktop.imaging.open import open_source
from wbc_desktop.imaging.traits import ImageTraits, measure
from wbc_desktop.inference.check import Verdict, check_images

if TYPE_CHECKING:
    from wbc_desktop.inference.counter import Counter

MOST_IMAGES = 24
ENOUGH_CELLS = 60


def spread(paths: Sequence[Path], most: int = MOST_IMAGES) -> list[Path]:
    """At most ``most`` of the paths, evenly over the list; the same for the same list."""
    if len(paths) <= most:
        return list(paths)
    return [paths[i * len(paths) // most] for i in range(most)]


def check_microscope(
    paths: Sequence[Path], counter: Counter, *, content: str = "auto", cancel: CancelToken | None = None
) -> Iterator[Progress | Verdict]:
    """Look at some images and judge them.

    Args:
        paths: Images (no slides), all of them; a few are looked at.
        counter: The models.
        content: ``auto``, ``cell`` or ``field``.
        cancel: Stops between two images.

    Yields:
        Progress, and at last the verdict. Images that cannot be read are passed over.

    Raises:
        WbcError: Not one can be read: why the first cannot.
        WrongUse: All are slides.
    """
    chosen = spread(paths)
    traits: list[ImageTraits] = []
    answers: list[Prediction] = []
    likeness: list[float] = []
    fault: WbcError | None = None
    for number, path in enumerate(chosen, 1):
        if cancel is not None:
            cancel.raise_if_cancelled()
        yield Progress(number - 1, len(chosen), "images", path.name)
        try:
            with open_source(path) as source:
                if source.is_slide:
                    continue
                rgb, mpp = source.read(), source.mpp
        except WbcError as error:
            fault = fault or error
            continue
        finding = counter.find(rgb, content=content, mpp=mpp)
        traits.append(measure(rgb, finding.cells, single_cell=finding.content == "cell"))
        items = [(rgb, cell) for cell in finding.cells]
        answers += counter.classify(items)
        likeness += counter.likeness(items)
        if len(answers) >= ENOUGH_CELLS:
            break
    if not traits:
        raise fault or WrongUse(
            "Slides are not checked.", "Name photographs, or fields of the slide saved as images."
        )
    calibrated = bool(counter.manifest.derived_from)
    yield check_images(traits, answers, calibrated=calibrated, likeness=likeness)
