"""A whole field, or the image of one cell, with its truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.synthetic.background import RED_CELL_RADIUS_UM, draw_platelet, draw_red_cell
from wbc_desktop.imaging.synthetic.camera import photograph
from wbc_desktop.imaging.synthetic.look import Look
from wbc_desktop.imaging.synthetic.shapes import Floats
from wbc_desktop.imaging.synthetic.white_cell import Patch, draw_white_cell

_WHITE_REACH_UM = 9.0
_TRIES = 400


@dataclass(frozen=True, slots=True)
class TrueCell:
    """A drawn white cell: its class and bounding box in pixels."""

    label: str
    box: Box


@dataclass(frozen=True, slots=True)
class DrawnImage:
    """A drawn image and the truth about it.

    Attributes:
        rgb: The photograph, uint8 (rows, columns, 3).
        cells: Every white cell, in the order of drawing.
        mask: uint8 (rows, columns): 0 background, 1 cytoplasm, 2 nucleus.
    """

    rgb: RGB
    cells: tuple[TrueCell, ...]
    mask: npt.NDArray[np.uint8]


def draw_field(
    labels: Sequence[str],
    *,
    look: Look | None = None,
    size: tuple[int, int] = (1440, 1080),
    seed: int = 0,
    red_cells_per_1000um2: float = 7.0,
    platelets_per_1000um2: float = 0.7,
) -> DrawnImage:
    """Draw a field of a smear with one white cell of each label given.

    The same arguments give the same pixels. White cells never overlap or leave the field; if
    there is no room for one it is left out, so read the truth from ``cells``.

    Args:
        labels: Classes of the white cells (``core.classes.FIVE_IDS``).
        look: Stain, camera and scale; the default look where None.
        size: (width, height) in pixels.
        seed: Chance.
        red_cells_per_1000um2: How densely the red cells lie.
        platelets_per_1000um2: How densely the platelets lie.
    """
    look = look or Look()
    rng = np.random.default_rng(seed)
    slide = _Slide(size, look.px_per_um)
    for label in labels:
        patch = draw_white_cell(label, rng, look.px_per_um)
        reach = patch.labels.shape[0] / 2 / look.px_per_um
        spot = slide.free_spot(rng, _WHITE_REACH_UM, margin=reach)
        if spot is not None:
            slide.add_white_cell(label, patch, spot)
    return _finish(slide, look, rng, red_cells_per_1000um2, platelets_per_1000um2)


def draw_cell(label: str, *, look: Look | None = None, side: int = 360, seed: int = 0) -> DrawnImage:
    """Draw the image of one white cell in the middle of a square of ``side`` pixels."""
    look = look or Look()
    rng = np.random.default_rng(seed)
    slide = _Slide((side, side), look.px_per_um)
    middle = (side / 2 / look.px_per_um, side / 2 / look.px_per_um)
    slide.add_white_cell(label, draw_white_cell(label, rng, look.px_per_um), middle)
    return _finish(slide, look, rng, 8.0, 0.7)


def _finish(slide: _Slide, look: Look, rng: np.random.Generator, red: float, platelets: float) -> DrawnImage:
    area = slide.width_um * slide.height_um / 1000
    for _ in range(int(area * red)):
        spot = slide.free_spot(rng, RED_CELL_RADIUS_UM * rng.uniform(0.72, 1.0), margin=-3.0, tries=12)
        if spot is not None:
            slide.add(draw_red_cell(rng, look.px_per_um), spot, RED_CELL_RADIUS_UM)
    for _ in range(int(rng.poisson(area * platelets))):
        spot = slide.free_spot(rng, 0.9, margin=0.0, tries=20)
        if spot is not None:
            slide.add(draw_platelet(rng, look.px_per_um), spot, 1.2)
    rgb = photograph(slide.azure, slide.eosin, slide.haemoglobin, look, rng)
    return DrawnImage(rgb, tuple(slide.cells), slide.mask)


class _Slide:
    """The dyes on the glass, and what lies where."""

    def __init__(self, size: tuple[int, int], px_per_um: float) -> None:
        shape = (size[1], size[0])
        self.px_per_um = px_per_um
        self.width_um, self.height_um = size[0] / px_per_um, size[1] / px_per_um
        self.azure: Floats = np.zeros(shape, np.float32)
        self.eosin: Floats = np.zeros(shape, np.float32)
        self.haemoglobin: Floats = np.zeros(shape, np.float32)
        self.mask: npt.NDArray[np.uint8] = np.zeros(shape, np.uint8)
        self.cells: list[TrueCell] = []
        self._taken = np.zeros((0, 3))

    def free_spot(
        self, rng: np.random.Generator, reach: float, *, margin: float, tries: int = _TRIES
    ) -> tuple[float, float] | None:
        """A spot (x, y in microns) with nothing within ``reach``, or None after some tries."""
        if self.width_um <= 2 * margin or self.height_um <= 2 * margin:
            return None
        for _ in range(tries):
            x = rng.uniform(margin, self.width_um - margin)
            y = rng.uniform(margin, self.height_um - margin)
            gaps = np.hypot(self._taken[:, 0] - x, self._taken[:, 1] - y) - self._taken[:, 2]
            if not len(gaps) or gaps.min() > reach:
                return x, y
        return None

    def add_white_cell(self, label: str, patch: Patch, spot: tuple[float, float]) -> None:
        """Lay a white cell on the slide and note the truth about it."""
        left, top = self.add(patch, spot, _equivalent_radius(patch, self.px_per_um))
        rows, columns = np.nonzero(patch.labels)
        box = Box(
            float(left + columns.min()),
            float(top + rows.min()),
            float(columns.max() - columns.min() + 1),
            float(rows.max() - rows.min() + 1),
        )
        self.cells.append(TrueCell(label, box))

    def add(self, patch: Patch, spot: tuple[float, float], reach: float) -> tuple[int, int]:
        """Add a patch's dyes around a spot; returns its top-left pixel (x, y)."""
        side = patch.labels.shape[0]
        left = round(spot[0] * self.px_per_um) - side // 2
        top = round(spot[1] * self.px_per_um) - side // 2
        height, width = self.mask.shape
        x0, x1 = max(left, 0), min(left + side, width)
        y0, y1 = max(top, 0), min(top + side, height)
        self._taken = np.vstack([self._taken, [spot[0], spot[1], reach]])
        if x0 < x1 and y0 < y1:
            here = np.s_[y0:y1, x0:x1]
            there = np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
            self.azure[here] += patch.azure[there]
            self.eosin[here] += patch.eosin[there]
            self.haemoglobin[here] += patch.haemoglobin[there]
            np.maximum(self.mask[here], patch.labels[there], out=self.mask[here])
        return left, top


def _equivalent_radius(patch: Patch, px_per_um: float) -> float:
    return float(np.sqrt(np.count_nonzero(patch.labels) / np.pi) / px_per_um)
