"""A classifier's features: those in front of its head, then those of its middle layers."""

from __future__ import annotations

MIDDLE_LAYERS = ("layer1", "layer2", "layer3")
"""Layers of the ResNet-18 whose maps are pooled, each to its channels' means and then to their spreads."""

MIDDLE_BLOCKS = (64, 64, 128, 128, 256, 256)
"""Lengths of the pooled parts, in order."""

MIDDLE = sum(MIDDLE_BLOCKS)


def feature_blocks(length: int) -> tuple[int, ...]:
    """Lengths of the parts of a feature vector: the late features, then each of the middle ones.

    Args:
        length: Of the whole vector.

    Returns:
        One block alone for a network that gives no middle features.
    """
    late = length - MIDDLE
    return (late, *MIDDLE_BLOCKS) if late > 0 else (length,)
