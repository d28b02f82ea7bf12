"""The nucleus by network and stain: sharper than the network alone, never wilder."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from wbc_desktop.models.nucleus import nucleus_within

YS, XS = np.mgrid[:96, :96]
CELL = (XS - 48) ** 2 + (YS - 48) ** 2 < 34**2
LOBES = ((XS - 40) ** 2 + (YS - 42) ** 2 < 12**2) | ((XS - 58) ** 2 + (YS - 55) ** 2 < 11**2)


def blurred_answer() -> np.ndarray:
    """What a network says that sees the lobes as one soft blob."""
    soft = ndimage.gaussian_filter(LOBES.astype(np.float32), 6.0)
    return np.asarray(2 * soft / soft.max() - 1, np.float32)


def painted(nucleus: tuple[int, int, int], cytoplasm: tuple[int, int, int]) -> np.ndarray:
    rgb = np.where(LOBES[..., None], nucleus, cytoplasm).astype(np.float32)
    rgb += np.random.default_rng(0).normal(0, 8, rgb.shape)
    return np.clip(rgb, 0, 255).astype(np.uint8)


def overlap(mask: np.ndarray) -> float:
    return 2 * int((mask & LOBES).sum()) / (int(mask.sum()) + int(LOBES.sum()))


@pytest.mark.parametrize(
    ("nucleus", "cytoplasm"),
    [((90, 40, 150), (200, 180, 230)), ((110, 90, 40), (190, 170, 80)), ((60, 60, 80), (110, 90, 110))],
    ids=["usual", "yellow light", "dark field"],
)
def test_lobes_are_parted_by_their_stain(
    nucleus: tuple[int, int, int], cytoplasm: tuple[int, int, int]
) -> None:
    answer = blurred_answer()
    mask = nucleus_within(answer, CELL, painted(nucleus, cytoplasm))
    assert overlap(mask) > max(0.95, overlap((answer > 0) & CELL) + 0.03)
    assert not (mask & ~CELL).any()


def test_without_contrast_the_network_is_hardly_overruled() -> None:
    answer = blurred_answer()
    mask = nucleus_within(answer, CELL, painted((150, 120, 170), (150, 120, 170)))
    surely = np.abs(answer) > 0.95
    assert (mask[CELL & surely] == (answer > 0)[CELL & surely]).mean() > 0.97


def test_with_few_sure_pixels_the_network_stands() -> None:
    answer = 0.5 * blurred_answer()
    mask = nucleus_within(answer, CELL, painted((90, 40, 150), (200, 180, 230)))
    assert (mask == ((answer > 0) & CELL)).all()


def test_one_flat_colour_is_no_fault() -> None:
    flat = np.full((96, 96, 3), 128, np.uint8)
    answer = blurred_answer()
    assert (nucleus_within(answer, CELL, flat) == ((answer > 0) & CELL)).all()
