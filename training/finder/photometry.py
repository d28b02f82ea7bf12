"""Cameras, lamps, stains and compression that the finder must not care about, drawn at random."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from wbc_desktop.imaging.source import RGB

Float = npt.NDArray[np.float32]


def another_camera(rgb: RGB, rng: np.random.Generator) -> RGB:
    """The image as another stain, lamp and camera would give it; same geometry.

    Args:
        rgb: Any image.
        rng: Source of chance.
    """
    x = rgb.astype(np.float32) / 255.0
    if rng.random() < 0.8:
        x = _stain(x, rng)
    if rng.random() < 0.6:
        x = _matrix(x, rng)
    if rng.random() < 0.5:
        x = x * _light(x.shape, rng)
    x = np.clip(x * rng.uniform(0.75, 1.2) * rng.uniform(0.85, 1.15, 3).astype(np.float32), 0, 1)
    if rng.random() < 0.6:
        x = x ** np.float32(np.exp(rng.normal(0, 0.28)))
    if rng.random() < 0.4:
        low = rng.uniform(0, 0.25)
        x = low + x * (rng.uniform(0.75, 1.0) - low)
    if rng.random() < 0.35:
        x = _blur(x, rng)
    if rng.random() < 0.15:
        x = x + rng.uniform(0.3, 1.2) * (x - cv2.GaussianBlur(x, (0, 0), rng.uniform(0.8, 2.0)))
    if rng.random() < 0.4:
        x = x + rng.normal(0, rng.uniform(0.005, 0.04), x.shape).astype(np.float32)
    out = np.clip(x * 255 + 0.5, 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 95))]
        out = cv2.imdecode(cv2.imencode(".jpg", out, quality)[1], cv2.IMREAD_COLOR)
    return np.asarray(out, dtype=np.uint8)


def _stain(x: Float, rng: np.random.Generator) -> Float:
    """Optical density scaled by channel and overall: pale and strong stains."""
    white = np.maximum(np.percentile(x.reshape(-1, 3)[::7], 95, axis=0), 0.05).astype(np.float32)
    density = -np.log(np.clip(x / white, 0.01, 1.5))
    density *= np.exp(rng.normal(0, 0.25)) * np.exp(rng.normal(0, 0.15, 3)).astype(np.float32)
    if rng.random() < 0.5:
        mix = np.eye(3) + rng.normal(0, 0.08, (3, 3))
        density = cv2.transform(density.astype(np.float32), mix)
    new_white = white
    if rng.random() < 0.5:
        target = rng.uniform(0.8, 1.0) * np.array([1, rng.uniform(0.75, 1.0), rng.uniform(0.55, 1.05)])
        new_white = np.where(rng.random() < 0.5, target, white * 0.5 + target * 0.5)
    return np.asarray(np.exp(-density) * new_white, dtype=np.float32)


def _matrix(x: Float, rng: np.random.Generator) -> Float:
    """Saturation, hue and a small colour matrix."""
    grey = np.full((3, 3), 1 / 3)
    saturation = rng.uniform(0.3, 1.6)
    mix = saturation * np.eye(3) + (1 - saturation) * grey
    if rng.random() < 0.5:
        angle = rng.normal(0, 0.25)
        axis = np.ones(3) / np.sqrt(3)
        cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
        mix = mix @ (np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)
    mix = mix @ (np.eye(3) + rng.normal(0, 0.05, (3, 3)))
    return np.asarray(cv2.transform(x, mix), dtype=np.float32)


def _light(shape: tuple[int, ...], rng: np.random.Generator) -> Float:
    """A slope or a vignette, a little different in each channel."""
    rows, columns = shape[:2]
    ys, xs = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    angle, strength = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.35)
    field = 1 + strength * (np.cos(angle) * xs + np.sin(angle) * ys) / 1.5
    if rng.random() < 0.5:
        cx, cy = rng.uniform(-0.8, 0.8, 2)
        field = field * (1 - rng.uniform(-0.2, 0.3) * ((xs - cx) ** 2 + (ys - cy) ** 2) / 2)
    tint = 1 + rng.normal(0, 0.25, 3)
    return np.asarray(np.clip(field[..., None], 0.3, 2.0) ** tint, dtype=np.float32)


def _blur(x: Float, rng: np.random.Generator) -> Float:
    kind = rng.random()
    if kind < 0.6:
        return np.asarray(cv2.GaussianBlur(x, (0, 0), rng.uniform(0.4, 2.2)), dtype=np.float32)
    if kind < 0.8:
        size = int(rng.integers(2, 6))
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size * 2 - 1,) * 2).astype(np.float32)
        return np.asarray(cv2.filter2D(x, -1, disc / disc.sum()), dtype=np.float32)
    factor = rng.uniform(0.4, 0.9)
    small = cv2.resize(x, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, x.shape[1::-1], interpolation=cv2.INTER_LINEAR), dtype=np.float32)
