"""Masks of one cell: grown, shrunk, filled, and the pixels that they mark.

The answers are SciPy's and numpy's to the bit, in a half to a tenth of the time: on pictures of a hundred
pixels a side those spend most of it in preparing.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Value = TypeVar("Value", bound=np.generic)


def grown(mask: Mask) -> Mask:
    """The mask and every pixel that shares a side with it (``scipy.ndimage.binary_dilation``)."""
    wider = mask.copy()
    wider[1:] |= mask[:-1]
    wider[:-1] |= mask[1:]
    wider[:, 1:] |= mask[:, :-1]
    wider[:, :-1] |= mask[:, 1:]
    return wider


def shrunk(mask: Mask, times: int) -> Mask:
    """The mask less the pixels at its edge, ``times`` over; the picture's own edge is none.

    ``scipy.ndimage.binary_erosion`` with ``border_value`` 1.
    """
    for _ in range(times):
        mask = ~grown(~mask)
    return mask


def filled(mask: Mask) -> Mask:
    """The mask with its holes (``scipy.ndimage.binary_fill_holes``)."""
    from scipy import ndimage

    parts, _ = ndimage.label(~mask)
    outside = np.zeros(int(parts.max(initial=0)) + 1, np.bool_)
    for edge in (parts[0], parts[-1], parts[:, 0], parts[:, -1]):
        outside[edge] = True
    outside[0] = False
    whole: Mask = ~outside[parts]
    return whole


def marked(values: npt.NDArray[Value], mask: Mask) -> npt.NDArray[Value]:
    """``values[mask]`` for values (rows, columns, channels): (marked pixels, channels)."""
    return values.reshape(-1, values.shape[-1]).compress(mask.ravel(), axis=0)
