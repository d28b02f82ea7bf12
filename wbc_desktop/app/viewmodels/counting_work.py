"""What the window has done in its counting process (``inference.counting_room``); nothing here knows Qt."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wbc_desktop.core.cell import Cell, FoundCell
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.progress import CancelToken, Progress

if TYPE_CHECKING:
    from wbc_desktop.imaging.folder import Sample
    from wbc_desktop.inference.check import Verdict
    from wbc_desktop.inference.counter import Counter
    from wbc_desktop.inference.watch import WatchTimes


def load_models(
    token: CancelToken, model: str, device: str, folders: tuple[Path, ...]
) -> Generator[Progress, None, Counter]:
    """Job: the counter, its networks loaded."""
    token.raise_if_cancelled()
    from wbc_desktop.inference.counter import load_counter

    counter = load_counter(model or None, device, folders=folders)
    yield Progress(1, 2, "models")
    token.raise_if_cancelled()
    counter.load()
    return counter


def count_sample(token: CancelToken, sample: Sample, counter: Any, content: str) -> Iterator[object]:
    """Job: count a sample."""
    from wbc_desktop.inference.count import count_samples
    from wbc_desktop.inference.own_cells import weighed

    yield Progress(0, len(sample.images))
    events = count_samples([sample], counter, content=content, cancel=token)
    yield from weighed(events, counter.manifest)


def watch(
    token: CancelToken,
    folder: Path,
    counter: Any,
    content: str,
    known: frozenset[tuple[str, str]],
    times: WatchTimes | None,
) -> Iterator[object]:
    """Job: count what is saved into a folder; ``known`` are (sample, image) that are counted already."""
    from wbc_desktop.inference.own_cells import weighed
    from wbc_desktop.inference.watch import watch_folder

    events = watch_folder(
        folder,
        counter,
        content=content,
        cancel=token,
        known=lambda sample, image: 0 if (sample.name, image) in known else None,
        once=True,
        times=times,
    )
    for event in weighed(events, counter.manifest, often=True):
        # The window counts what its records hold, in its own language.
        yield Progress(0, 0) if isinstance(event, Progress) else event


ENOUGH_ALIKE = 40
"""Cells whose likeness to known ones is looked at; each is read by the network once more."""


@dataclass(frozen=True, slots=True)
class Look:
    """One image of a case, with its cells, for the microscope check."""

    path: Path
    cells: tuple[Cell, ...]
    content: str


def judge(
    token: CancelToken, looks: Sequence[Look], calibrated: bool, counter: Any = None
) -> Generator[Progress, None, Verdict]:
    """Job: measure the images and judge them with the model's answers.

    Args:
        token: Cancels.
        looks: What was counted.
        calibrated: Whether the model was calibrated to this microscope.
        counter: Tells how like the cells are to those that the model knows; None: that is left out.

    Returns:
        The verdict.
    """
    from wbc_desktop.imaging.open import open_source
    from wbc_desktop.imaging.traits import measure
    from wbc_desktop.inference.check import check_images

    traits = []
    predictions = []
    likeness: list[float] = []
    for number, look in enumerate(looks):
        token.raise_if_cancelled()
        yield Progress(number, len(looks))
        try:
            with open_source(look.path) as source:
                rgb = source.read()
        except WbcError:
            continue
        cells = [FoundCell(c.box, c.mask, c.score) for c in look.cells]
        traits.append(measure(rgb, cells, single_cell=look.content == "cell"))
        predictions += [c.prediction for c in look.cells if c.prediction is not None]
        if counter is not None and len(likeness) < ENOUGH_ALIKE:
            likeness += counter.likeness([(rgb, cell) for cell in cells])
    return check_images(traits, predictions, calibrated=calibrated, likeness=likeness)
