"""From a standard picture to the array that a network takes; shared by program and training."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wbc_desktop.core.cell import FoundCell
from wbc_desktop.imaging.crops import cut_cell
from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.standardise import standard_picture
from wbc_desktop.models.manifest import Manifest, Normalisation

Float = npt.NDArray[np.float32]

_IMAGENET = Normalisation()


def network_input(rgb: Float, normalisation: Normalisation = _IMAGENET) -> Float:
    """Normalise a picture and put its channels first.

    Args:
        rgb: float32 (side, side, 3), 0 to 1.
        normalisation: Mean and standard deviation per channel.

    Returns:
        float32 (3, side, side), contiguous.
    """
    planes = np.empty((3, *rgb.shape[:2]), np.float32)
    for channel, (mean, std) in enumerate(zip(normalisation.mean, normalisation.std, strict=True)):
        np.subtract(rgb[..., channel], np.float32(mean), out=planes[channel])
        planes[channel] /= np.float32(std)
    return planes


def cell_input(rgb: RGB, cell: FoundCell, manifest: Manifest) -> Float:
    """The input of a classifier for one cell of an image.

    Args:
        rgb: The image, uint8 (rows, columns, 3).
        cell: The cell, in the pixels of ``rgb``.
        manifest: The classifier's.

    Returns:
        float32 (3, input_size, input_size).
    """
    crop = cut_cell(rgb, cell, manifest.input_size, manifest.crop.cell_fraction)
    return network_input(
        standard_picture(crop, manifest.crop.colour, manifest.crop.background), manifest.normalisation
    )
