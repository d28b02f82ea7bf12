"""From dyes on a slide to the photograph of them."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.synthetic.look import Camera, Look
from wbc_desktop.imaging.synthetic.shapes import Floats


def photograph(
    azure: Floats, eosin: Floats, haemoglobin: Floats, look: Look, rng: np.random.Generator
) -> RGB:
    """Photograph a slide.

    Args:
        azure: Blue dye per pixel, (rows, columns).
        eosin: Red dye per pixel.
        haemoglobin: Red cells' pigment per pixel.
        look: Stain, camera, scale.
        rng: Chance, for noise and light.

    Returns:
        uint8 array (rows, columns, 3), sRGB.
    """
    stain, camera = look.stain, look.camera
    light = _light(azure.shape, camera, rng)
    sigma = camera.blur_um * look.px_per_um
    planes = []
    for channel in range(3):
        density = (
            stain.azure * stain.azure_density[channel] * azure
            + stain.eosin * stain.eosin_density[channel] * eosin
            + stain.haemoglobin_density[channel] * haemoglobin
        )
        plane = np.exp(-density)
        if sigma > 0:
            plane = ndimage.gaussian_filter(plane, sigma)
        if camera.sharpen > 0:
            plane = plane + camera.sharpen * (plane - ndimage.gaussian_filter(plane, max(2.2 * sigma, 1.0)))
        plane = plane * camera.white[channel] * light[channel]
        if camera.noise > 0:
            grain = rng.standard_normal(plane.shape, dtype=np.float32)
            plane = plane + camera.noise * ndimage.gaussian_filter(grain, 0.5) * 1.7
        planes.append(plane)
    return np.clip(np.stack(planes, axis=-1) + 0.5, 0, 255).astype(np.uint8)


def _light(shape: tuple[int, ...], camera: Camera, rng: np.random.Generator) -> list[Floats]:
    rows, columns = shape
    y, x = np.meshgrid(
        np.linspace(-1, 1, rows, dtype=np.float32),
        np.linspace(-1, 1, columns, dtype=np.float32),
        indexing="ij",
    )
    middle = rng.normal(0, 0.12, 2)
    far = ((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / 2
    turn = rng.uniform(0, 2 * np.pi)
    slope = (np.cos(turn) * x + np.sin(turn) * y) / 2
    shade = (1.0 - camera.vignetting * far) * (1.0 + camera.tilt * slope)
    return [(shade * (1.0 + cast * far)).astype(np.float32) for cast in camera.cast]
