"""Class colours are told apart by colour-blind eyes, and texts stand out from what is behind them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from wbc_desktop.app.theme import DARK, LIGHT, Colours
from wbc_desktop.core.classes import CLASSES, FIVE_IDS

FloatArray = npt.NDArray[np.float64]

# Machado, Oliveira and Fernandes 2009 (doi 10.1109/TVCG.2009.113), severity 1.0, for linear RGB.
SEEN_BY = {
    "everybody": np.eye(3),
    "deuteranopes": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopes": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}
FAR = 15.0
"""CIE76 colour difference; from about 2.3 on, two large areas side by side can be told apart."""


def _linear(colour: str) -> FloatArray:
    value = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def _lab(linear: FloatArray) -> FloatArray:
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ linear / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_five_classes_are_told_apart(eyes: str) -> None:
    seen = {c: _lab(np.clip(SEEN_BY[eyes] @ _linear(CLASSES[c].colour), 0, 1)) for c in FIVE_IDS}
    near = {
        (a, b): float(np.linalg.norm(seen[a] - seen[b]))
        for a, b in combinations(FIVE_IDS, 2)
        if np.linalg.norm(seen[a] - seen[b]) < FAR
    }
    assert not near


def test_colour_alone_says_nothing() -> None:
    assert len({c.short for c in CLASSES.values()}) == len(CLASSES)
    assert all(c.short for c in CLASSES.values())


def _contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    light = sorted(float(weights @ _linear(colour)) for colour in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_stand_out(colours: Colours) -> None:
    pairs = [
        (ink, ground)
        for ink in ("text", "muted", "good", "warn", "bad")
        for ground in ("panel", "window", "raised")
    ]
    pairs += [("on_accent", "accent"), ("accent", "panel")]
    weak = {
        pair: round(_contrast(getattr(colours, pair[0]), getattr(colours, pair[1])), 2)
        for pair in pairs
        if _contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) < 4.5
    }
    assert not weak
