"""Training crops: a piece of an image at random scale, with cells of other images pasted in."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from training.finder.photometry import another_camera
from training.finder.samples import ANY, NOT_WHITE_CELL, PLATELET, RED_CELL_ID, WHITE_CELL, Sample
from wbc_desktop.imaging.source import RGB

SMALLEST, LARGEST = 18.0, 104.0
"""Range of the white cells' diameter in a crop, in pixels, drawn log-uniformly."""


@dataclass(slots=True)
class Crop:
    """What one training step sees; the fields of ``Sample`` at the crop's scale."""

    rgb: RGB
    allowed: npt.NDArray[np.uint8]
    instances: npt.NDArray[np.uint16]
    cells: npt.NDArray[np.float32]


def random_scale(sample: Sample, rng: np.random.Generator) -> float:
    """A scale at which the sample's white cells have a diameter drawn from the range."""
    return float(np.exp(rng.uniform(np.log(SMALLEST), np.log(LARGEST)))) / _white_diameter(sample)


def mosaic(samples: list[Sample], side: int, rng: np.random.Generator) -> Crop:
    """A crop of one sample, or of several side by side where one is too small to fill it."""
    sample = samples[int(rng.integers(len(samples)))]
    scale = random_scale(sample, rng)
    tiles = int(np.clip(np.ceil(0.75 * side / (min(sample.rgb.shape[:2]) * scale)), 1, 3))
    if tiles == 1:
        return cut(sample, side, scale, rng)
    part = side // tiles
    rgb = np.zeros((side, side, 3), np.uint8)
    allowed, instances = np.full((side, side), ANY, np.uint8), np.zeros((side, side), np.uint16)
    cells: list[npt.NDArray[np.float32]] = []
    count = 0
    for i in range(tiles * tiles):
        y, x = (i // tiles) * part, (i % tiles) * part
        sample = samples[int(rng.integers(len(samples)))]
        tile = cut(sample, part, scale * rng.uniform(0.85, 1.15), rng)
        tile.instances[tile.instances > 0] += count
        where = (slice(y, y + part), slice(x, x + part))
        rgb[where], allowed[where], instances[where] = tile.rgb, tile.allowed, tile.instances
        tile.cells[:, :2] += (x, y)
        cells.append(tile.cells)
        count += len(tile.cells)
    return Crop(rgb, allowed, instances, np.vstack(cells))


def cut(sample: Sample, side: int, scale: float, rng: np.random.Generator) -> Crop:
    """A square crop at a scale and a random turn, usually around a white cell."""
    rows, columns = sample.rgb.shape[:2]
    white = _white_rows(sample)
    centre = (
        np.array([columns / 2, rows / 2])
        if sample.source == "pbc"
        else rng.uniform(0, 1, 2) * (columns, rows)
    )
    if len(white) and rng.random() < 0.85:
        centre = white[rng.integers(len(white)), :2]
    centre = centre + rng.normal(0, 0.25, 2) * side / scale
    turn = np.deg2rad(rng.choice([0, 90, 180, 270]) + rng.normal(0, 8))
    flip = rng.choice([-1.0, 1.0])
    stretch = np.exp(rng.normal(0, 0.05))
    linear = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    linear = linear @ np.diag([flip * stretch, 1 / stretch])
    matrix = np.hstack([linear, (np.array([side, side]) / 2 - linear @ centre)[:, None]])
    return warp(sample, matrix, (side, side), scale, rng)


def _white_rows(sample: Sample) -> npt.NDArray[np.float32]:
    ids = np.unique(sample.instances)
    ids = ids[(ids > 0) & (ids < RED_CELL_ID)]
    return sample.cells[ids - 1]


def _white_diameter(sample: Sample) -> float:
    white = _white_rows(sample)
    return float(np.median(white[:, 2])) if len(white) else 90.0


def warp(
    sample: Sample,
    matrix: npt.NDArray[np.float64],
    size: tuple[int, int],
    scale: float,
    rng: np.random.Generator,
) -> Crop:
    """Apply an affine map (2 x 3) to pixels, labels and cells."""
    rgb = sample.rgb
    if scale < 0.6:
        rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), 0.45 / scale), dtype=np.uint8)
    outside = cv2.BORDER_CONSTANT if rng.random() < 0.3 else cv2.BORDER_REFLECT_101
    fill = [0.0, 0.0, 0.0]
    if rng.random() < 0.5:
        fill = [float(v) for v in np.percentile(rgb.reshape(-1, 3)[::11], 90, axis=0)]
    warped = cv2.warpAffine(rgb, matrix, size, flags=cv2.INTER_LINEAR, borderMode=outside, borderValue=fill)
    flat = cv2.INTER_NEAREST
    allowed = cv2.warpAffine(
        sample.allowed, matrix, size, flags=flat, borderMode=outside, borderValue=NOT_WHITE_CELL
    )
    instances = cv2.warpAffine(sample.instances, matrix, size, flags=flat, borderMode=outside, borderValue=0)
    if outside == cv2.BORDER_REFLECT_101:
        ones = cv2.warpAffine(np.ones(rgb.shape[:2], np.uint8), matrix, size, flags=flat)
        allowed[ones == 0] = ANY
        instances[ones == 0] = 0
    cells = sample.cells.copy()
    if len(cells):
        cells[:, :2] = cells[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        cells[:, 2] *= scale
    return Crop(np.asarray(warped, np.uint8), np.asarray(allowed), np.asarray(instances), cells)


def paste(crop: Crop, donor: Sample, rng: np.random.Generator, *, beside: bool) -> None:
    """Paste the donor's cell into the crop, in place.

    Args:
        crop: The crop.
        donor: A sample with ``paste`` set.
        rng: Source of chance.
        beside: Whether to set it against a white cell that is there, touching it.
    """
    side = crop.rgb.shape[0]
    ids = np.unique(crop.instances)
    ids = ids[(ids > 0) & (ids < RED_CELL_ID)]
    base = float(np.median(crop.cells[ids - 1, 2])) if len(ids) else float(np.exp(rng.uniform(3.0, 4.4)))
    x, y, diameter, _ = donor.cells[donor.paste - 1]
    scale = base * rng.uniform(0.75, 1.3) / diameter
    target = rng.uniform(0, side, 2)
    if beside and len(ids):
        row = crop.cells[rng.choice(ids) - 1]
        angle = rng.uniform(0, 2 * np.pi)
        reach = (row[2] + diameter * scale) / 2 * rng.uniform(0.88, 1.08)
        target = row[:2] + reach * np.array([np.cos(angle), np.sin(angle)])
    turn = rng.uniform(0, 2 * np.pi)
    linear = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = np.hstack([linear, (target - linear @ np.array([x, y]))[:, None]])
    piece = warp(donor, matrix, (side, side), scale, rng)
    new = piece.instances == donor.paste
    if new.sum() < 20:
        return
    soft = cv2.GaussianBlur(new.astype(np.float32), (0, 0), max(0.6, base / 60))[..., None]
    gain = _paper(crop.rgb) / _paper(donor.rgb)
    colour = np.clip(piece.rgb * gain, 0, 255)
    crop.rgb[:] = np.clip(crop.rgb * (1 - soft) + colour * soft, 0, 255).astype(np.uint8)
    crop.allowed[new] = piece.allowed[new]
    crop.allowed[new & (crop.allowed & WHITE_CELL == 0)] = ANY
    crop.cells = np.vstack([crop.cells, np.array([[*target, diameter * scale, 0.0]], np.float32)])
    crop.instances[new] = len(crop.cells)


def _paper(rgb: RGB) -> npt.NDArray[np.float64]:
    return np.maximum(np.percentile(rgb.reshape(-1, 3)[::7], 85, axis=0), 8.0)


def stain_dirt(crop: Crop, rng: np.random.Generator) -> None:
    """Draw stain precipitate, platelet-like specks or hairs outside white cells, in place."""
    side = crop.rgb.shape[0]
    layer = np.zeros((side, side), np.float32)
    for _ in range(int(rng.integers(1, 8))):
        x, y = rng.uniform(0, side, 2)
        if rng.random() < 0.85:
            for _ in range(int(rng.integers(1, 6))):
                dx, dy = rng.normal(0, 3, 2)
                axes = (int(rng.integers(1, 5)), int(rng.integers(1, 5)))
                cv2.ellipse(layer, (int(x + dx), int(y + dy)), axes, rng.uniform(0, 180), 0, 360, 1.0, -1)
        else:
            points = np.cumsum(rng.normal(0, 6, (8, 2)), axis=0) + np.array([x, y])
            cv2.polylines(layer, [points.astype(np.int32)], False, 1.0, int(rng.integers(1, 3)))
    layer[cv2.dilate((crop.instances > 0).astype(np.uint8), np.ones((7, 7))) > 0] = 0
    layer[crop.allowed & WHITE_CELL > 0] = 0
    soft = cv2.GaussianBlur(layer, (0, 0), rng.uniform(0.4, 1.2))[..., None] * rng.uniform(0.5, 1.0)
    colour = rng.uniform((30, 10, 60), (130, 90, 170))
    crop.rgb[:] = (crop.rgb * (1 - soft) + colour * soft).astype(np.uint8)
    crop.allowed[layer > 0] = PLATELET


def training_crop(
    samples: list[Sample], donors: list[Sample], side: int, rng: np.random.Generator, *, camera: float = 1.0
) -> Crop:
    """Draw one crop: source, scale, pasted cells, dirt, and with probability ``camera`` another camera."""
    crop = mosaic(samples, side, rng)
    if donors and rng.random() < 0.45:
        for _ in range(int(rng.integers(1, 4))):
            paste(crop, donors[int(rng.integers(len(donors)))], rng, beside=rng.random() < 0.6)
    if rng.random() < 0.15:
        stain_dirt(crop, rng)
    if rng.random() < camera:
        crop.rgb = another_camera(crop.rgb, rng)
    return crop
