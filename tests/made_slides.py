"""Fields of a drawn smear and slides composed of them, for tests without real images."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy import ndimage

from wbc_desktop.imaging.compose_slide import Placement, compose_slide

RED, NUCLEUS, PLASMA = (205, 150, 150), (90, 50, 140), (243, 242, 240)


def smear_field(seed: int, whites: int = 2, *, side: int = 512, red_px: int = 72) -> np.ndarray:
    """Round red cells with pallor, side by side, and a few round nuclei twice as dark."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side]
    rgb = np.empty((side, side, 3), np.float32)
    rgb[:] = PLASMA
    radius = red_px / 2
    step = int(red_px * 1.25)
    places = [(cy, cx) for cy in range(step // 2, side, step) for cx in range(step // 2, side, step)]
    inner = [p for p in places if all(step < v < side - step for v in p)]
    white = {inner[n] for n in rng.permutation(len(inner))[:whites]}
    for cy, cx in places:
        jy, jx = rng.integers(-6, 7, 2)
        distance = np.hypot(y - cy - jy, x - cx - jx)
        if (cy, cx) in white:
            rgb[distance < radius * 1.15] = NUCLEUS
        else:
            rgb[distance < radius] = RED
            rgb[distance < radius * 0.35] = (228, 190, 188)
    rgb = ndimage.gaussian_filter(rgb, (1.2, 1.2, 0)) + rng.normal(0, 1.5, rgb.shape)
    return np.clip(rgb, 0, 255).astype(np.uint8)


def smear_fields(count: int = 5) -> list[np.ndarray]:
    return [smear_field(seed, whites=1 + seed % 3) for seed in range(count)]


def smear_slide(path: Path, dimensions: tuple[int, int] = (9_000, 7_000), **options) -> list[Placement]:
    return compose_slide(path, smear_fields(), dimensions=dimensions, mpp=0.1, tile=128, **options)


def tissue(side: int = 1600, seed: int = 0) -> np.ndarray:
    """Textured pink all over, with nuclei of many shapes lying close."""
    rng = np.random.default_rng(seed)
    texture = sum(ndimage.gaussian_filter(rng.normal(0, 1, (side, side)), s) * s for s in (1, 2, 4))
    nuclei = ndimage.gaussian_filter(rng.normal(0, 1, (side, side)), 4)
    dark = nuclei > np.percentile(nuclei, 82)
    rgb = np.empty((side, side, 3), np.float32)
    rgb[:] = (222, 160, 195)
    rgb += texture[..., None] * 28
    rgb[dark] = np.array((105, 65, 140)) + texture[dark][:, None] * 14
    return np.clip(rgb, 0, 255).astype(np.uint8)
