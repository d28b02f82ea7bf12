"""What a count yields while it runs; nothing here knows Qt, torch or a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field

from wbc_desktop.core.cell import Cell, Prediction
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.progress import Progress


@dataclass(frozen=True, slots=True)
class SampleStarted:
    """A sample's first image is about to be read."""

    sample: str
    images: int


@dataclass(frozen=True, slots=True)
class ImageCounted:
    """One image is done (or, for a slide, one step of it).

    Attributes:
        sample: The sample's name.
        image: Path relative to the sample's folder, forward slashes.
        width: Level-0 pixels.
        height: Level-0 pixels.
        content: ``cell``, ``field`` or ``slide``: how it was treated.
        cells: The cells found in it, numbered from 1.
        warnings: Sentences for a person (microscope check, device fallback ...).
        red_cell_px: Median red cell diameter in level-0 pixels, where measured.
        measures: What was measured of each cell (``imaging.measures``), None where unknown; empty
            where the model weighs no measures. Never stored with a case.
    """

    sample: str
    image: str
    width: int
    height: int
    content: str
    cells: tuple[Cell, ...]
    warnings: tuple[str, ...] = ()
    red_cell_px: float | None = None
    measures: tuple[tuple[float | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ImageFailed:
    """One file could not be counted; the run goes on."""

    sample: str
    image: str
    error: WbcError


@dataclass(frozen=True, slots=True)
class CellsWeighed:
    """All cells of a sample are known, and were weighed with each other (``models.own_cells``).

    Attributes:
        sample: The sample's name.
        predictions: (image, number) and the new answer of each cell whose answer changed; these
            take the place of the answers in the sample's ``ImageCounted`` events.
    """

    sample: str
    predictions: tuple[tuple[tuple[str, int], Prediction], ...]


@dataclass(frozen=True, slots=True)
class SampleFinished:
    """All images of a sample are done."""

    sample: str
    warnings: tuple[str, ...] = field(default_factory=tuple)


CountEvent = SampleStarted | ImageCounted | ImageFailed | CellsWeighed | SampleFinished | Progress
