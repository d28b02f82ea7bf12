"""Random cameras, stains and slides: how one cell could have looked elsewhere.

Geometry and the camera act on the raw crop, before standardisation, as they do in life;
the stain acts on optical densities after it. A second draw decides whether the surroundings
are suppressed and how well the mask fits, so that a model does not lean on either.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from wbc_desktop.imaging.crops import CellCrop
from wbc_desktop.imaging.standardise import STAIN_SHARES, Colour, picture, standardised_density
from wbc_desktop.models.manifest import CropRule

Float = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Strength:
    """How far from the original a sample may go; 1.0 is the setting of the shipped models."""

    geometry: float = 1.0
    camera: float = 1.0
    stain: float = 1.0


@dataclass(frozen=True, slots=True)
class WideCrop:
    """A cell with room around it, from which augmented crops are drawn.

    Attributes:
        rgb: uint8 (side, side, 3).
        labels: uint8 (side, side).
        background: (3,), 0 to 255.
        reach: Side of the standard crop in wide-crop pixels.
    """

    rgb: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]
    background: Float
    reach: float


def augmented_picture(
    wide: WideCrop, rule: CropRule, side: int, rng: np.random.Generator, strength: Strength
) -> Float:
    """One augmented, standardised picture: float32 (side, side, 3), RGB in 0 to 1."""
    rgb, labels = _geometry(wide, side, rng, strength.geometry)
    rgb, background = _light(rgb, wide.background, rng, strength.camera)
    rgb = _camera(rgb, rng, strength.camera)
    labels = _mask_fault(labels, rng)
    background = background * rng.normal(1.0, 0.03 * strength.camera, 3).astype(np.float32)
    crop = CellCrop(rgb, labels, np.maximum(background, 1.0).astype(np.float32))
    density = standardised_density(crop, _colour(rule, rng))
    density = _stain(density, rng, strength.stain)
    surroundings = rule.background if rng.random() < 0.9 else "keep"
    return picture(density, crop, surroundings)


def _colour(rule: CropRule, rng: np.random.Generator) -> Colour:
    """The rule's own standardisation, or one of its neighbours, so that none of them is leant on."""
    if rule.colour not in STAIN_SHARES or rng.random() < 0.4:
        return rule.colour
    neighbours: tuple[Colour, ...] = ("contrast", "balanced", "stain")
    return neighbours[int(rng.integers(3))]


def _geometry(
    wide: WideCrop, side: int, rng: np.random.Generator, strength: float
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    zoom = math.exp(rng.normal(0.0, 0.09 * strength))
    angle = rng.uniform(0.0, 2 * math.pi)
    stretch = math.exp(rng.normal(0.0, 0.05 * strength))
    flip = -1.0 if rng.random() < 0.5 else 1.0
    scale = wide.reach * zoom / side
    c, s = math.cos(angle), math.sin(angle)
    a, b = scale * c * stretch * flip, -scale * s / stretch
    d, e = scale * s * stretch * flip, scale * c / stretch
    middle = wide.rgb.shape[0] / 2
    dx, dy = rng.normal(0.0, 0.03 * strength * wide.reach, 2)
    half = side / 2
    matrix = (a, b, middle + dx - a * half - b * half, d, e, middle + dy - d * half - e * half)
    fill = tuple(int(v) for v in np.clip(wide.background, 0, 255))
    rgb = Image.fromarray(wide.rgb).transform(
        (side, side), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=fill
    )
    labels = Image.fromarray(wide.labels).transform(
        (side, side), Image.Transform.AFFINE, matrix, Image.Resampling.NEAREST, fillcolor=0
    )
    return np.asarray(rgb), np.asarray(labels)


def _light(
    rgb: npt.NDArray[np.uint8], background: Float, rng: np.random.Generator, strength: float
) -> tuple[npt.NDArray[np.uint8], Float]:
    """Glare, a sensor of another saturation, and lenses that focus colours apart.

    Glare adds the background's light everywhere: dark nuclei fade more than pale cytoplasm,
    so that no scaling of densities undoes it. It is what separates cheap optics most.
    """
    values = rgb.astype(np.float32)
    if rng.random() < 0.5 * strength:
        glare = np.float32(rng.uniform(0.0, 0.6))
        values = values * (1 - glare) + background * glare
    if rng.random() < 0.4 * strength:
        grey = np.float32(rng.uniform(-0.4, 0.6))
        values = values * (1 - grey) + values.mean(axis=2, keepdims=True) * grey
        background = background * (1 - grey) + background.mean() * grey
    if rng.random() < 0.3 * strength:
        for channel in (0, 2):
            dy, dx = rng.integers(-2, 3, 2)
            values[..., channel] = np.roll(values[..., channel], (int(dy), int(dx)), (0, 1))
    return np.clip(values, 0, 255).astype(np.uint8), np.clip(background, 1, 255).astype(np.float32)


def _camera(rgb: npt.NDArray[np.uint8], rng: np.random.Generator, strength: float) -> npt.NDArray[np.uint8]:
    image = Image.fromarray(rgb)
    if rng.random() < 0.45 * strength:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 2.2)))
    if rng.random() < 0.3 * strength:
        side = image.width
        small = int(side * rng.uniform(0.3, 0.8))
        image = image.resize((small, small), Image.Resampling.BILINEAR).resize(
            (side, side), Image.Resampling.BICUBIC
        )
    if rng.random() < 0.2 * strength:
        image = image.filter(ImageFilter.UnsharpMask(rng.uniform(0.8, 2.5), int(rng.uniform(50, 200)), 0))
    if rng.random() < 0.25 * strength:
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=int(rng.integers(30, 90)))
        image = Image.open(stream).convert("RGB")
    values = np.asarray(image)
    if rng.random() < 0.6 * strength:
        gamma = math.exp(rng.normal(0.0, 0.25))
        table = (255.0 * (np.arange(256) / 255.0) ** gamma + 0.5).astype(np.uint8)
        values = table[values]
    if rng.random() < 0.35 * strength:
        noise = rng.normal(0.0, rng.uniform(1.0, 8.0), (*values.shape[:2], 1))
        values = np.clip(values + noise, 0, 255).astype(np.uint8)
    return values


def _mask_fault(labels: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Sometimes a cell's outline that is too wide, too narrow, or has lost the nucleus."""
    draw = rng.random()
    if draw < 0.5:
        return labels
    cell = Image.fromarray((labels > 0).astype(np.uint8) * 255)
    width = int(rng.integers(1, 4)) * 2 + 1
    wider = draw < 0.8
    filtered = cell.filter(ImageFilter.MaxFilter(width) if wider else ImageFilter.MinFilter(width))
    inside = np.asarray(filtered) > 127
    if np.count_nonzero(inside) < 100:
        return labels
    return np.where(inside, np.maximum(labels, 1), 0).astype(np.uint8)


def _stain(density: Float, rng: np.random.Generator, strength: float) -> Float:
    mix = np.eye(3) + rng.normal(0.0, 0.10 * strength, (3, 3))
    mix /= mix.sum(axis=0, keepdims=True)
    gain = np.exp(rng.normal(0.0, 0.16 * strength, 3)) * math.exp(rng.normal(0.0, 0.18 * strength))
    density = density @ (mix * gain).astype(np.float32)
    np.clip(density, 0.0, 4.0, out=density)
    if rng.random() < 0.5 * strength:
        power = math.exp(rng.normal(0.0, 0.2))
        density = density**power
    grey = rng.random()
    if grey < 0.35 * strength:
        share = np.float32(rng.uniform(0.2, 1.0))
        density = density * (1 - share) + density.mean(axis=2, keepdims=True) * share
    return density.astype(np.float32, copy=False)
