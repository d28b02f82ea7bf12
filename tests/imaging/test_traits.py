"""The light of an image by counting sums of every n-th pixel is the light by sorting them."""

from __future__ import annotations

import numpy as np
import pytest

from wbc_desktop.imaging.traits import measure


def _bright(pixels: np.ndarray) -> np.ndarray:
    order = pixels.astype(np.float64).sum(axis=1)
    return pixels[order >= np.quantile(order, 0.9)].mean(axis=0)


def _sorted_out(rgb: np.ndarray) -> tuple[float, float, float]:
    """Unevenness, cast and brightness, slowly."""
    tiles = [t for row in np.array_split(rgb, 6) for t in np.array_split(row, 6, axis=1)]
    levels = [_bright(t.reshape(-1, 3)).mean() for t in tiles if t.size]
    low, high = np.quantile(levels, [0.1, 0.9])
    whole = _bright(rgb.reshape(-1, 3))
    return high / max(low, 1.0), whole.max() / max(whole.min(), 1.0), whole.mean()


@pytest.mark.parametrize(
    ("shape", "step"), [((1, 1), 1), ((5, 7), 1), ((3, 90), 1), ((180, 240), 1), ((300, 490), 3)]
)
@pytest.mark.parametrize("top", [256, 12])
def test_light_is_what_sorting_every_nth_pixel_gives(shape, step, top):
    random = np.random.default_rng(shape[0] * top)
    ramp = np.linspace(0.4, 1.0, shape[1])[None, :, None]
    rgb = (random.integers(0, top, (*shape, 3)) * ramp).astype(np.uint8)
    traits = measure(rgb, [], single_cell=False)
    assert (traits.unevenness, traits.cast, traits.brightness) == pytest.approx(
        _sorted_out(rgb[::step, ::step]), abs=1e-9
    )
    assert measure(rgb[..., :1].repeat(3, axis=2), [], single_cell=True).colour == 0
    assert measure(np.full((*shape, 3), 255, np.uint8), [], single_cell=True).clipped == 1.0


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (120, 97)])
def test_colour_is_the_quantile_of_the_channels_range(shape: tuple[int, int]) -> None:
    rgb = np.random.default_rng(4).integers(0, 256, (*shape, 3)).astype(np.uint8)
    rgb[::2] //= 3
    spread = rgb.max(axis=2) - rgb.min(axis=2)
    assert measure(rgb, (), single_cell=False).colour == pytest.approx(np.quantile(spread, 0.99))
