"""Balanced draws of augmented cells for training, and plain standard crops for testing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import Dataset

from training.product.augment import Strength, WideCrop, augmented_picture
from training.product.cache import CellCache
from training.product.recipe import Recipe
from wbc_desktop.imaging.crops import CellCrop
from wbc_desktop.imaging.standardise import standard_picture
from wbc_desktop.models.manifest import CropRule
from wbc_desktop.models.preprocess import network_input

Index = tuple[int, int]
"""Which cache, and which cell in it."""


class AugmentedCells(Dataset[tuple[Tensor, int]]):
    """A fixed, seeded sequence of augmented cells, balanced over sources and classes."""

    def __init__(self, caches: Sequence[CellCache], chosen: Sequence[Index], recipe: Recipe) -> None:
        self._caches = caches
        self._recipe = recipe
        self._strength = Strength(*recipe.augmentation)
        rng = np.random.default_rng(recipe.seed)
        weights = balanced_weights([caches[c].cells[i] for c, i in chosen], recipe.balance)
        draws = rng.choice(len(chosen), recipe.samples, p=weights)
        self._sequence = [chosen[d] for d in draws]

    def __len__(self) -> int:
        return len(self._sequence)

    def __getitem__(self, position: int) -> tuple[Tensor, int]:
        which, index = self._sequence[position]
        cache = self._caches[which]
        rng = np.random.default_rng((self._recipe.seed, position))
        recipe = self._recipe
        rgb = augmented_picture(cache.wide(index), recipe.crop, recipe.input_size, rng, self._strength)
        return torch.from_numpy(network_input(rgb)), recipe.classes.index(cache.cells[index].label)


def balanced_weights(cells: Sequence[object], power: float = 0.5) -> npt.NDArray[np.float64]:
    """Probability of each cell: classes alike, and within a class sources by a power of their size."""
    keys = [(getattr(c, "source"), getattr(c, "label")) for c in cells]  # noqa: B009
    pairs = Counter(keys)
    of_class: dict[str, float] = {}
    for (_, label), count in pairs.items():
        of_class[label] = of_class.get(label, 0.0) + count**power
    share = {"erythroblast": 0.35, "immature_granulocyte": 0.35, "platelet": 0.25, "artefact": 0.3}
    weights = np.array(
        [share.get(k[1], 1.0) * pairs[k] ** power / of_class[k[1]] / pairs[k] for k in keys], np.float64
    )
    normalised: npt.NDArray[np.float64] = weights / weights.sum()
    return normalised


def plain_crop(wide: WideCrop, side: int) -> CellCrop:
    """The standard crop of a wide one, without augmentation."""
    from PIL import Image

    low = (wide.rgb.shape[0] - wide.reach) / 2
    frame = (low, low, low + wide.reach, low + wide.reach)
    rgb = Image.fromarray(wide.rgb).resize((side, side), Image.Resampling.BILINEAR, box=frame)
    labels = Image.fromarray(wide.labels).resize((side, side), Image.Resampling.NEAREST, box=frame)
    return CellCrop(np.asarray(rgb), np.asarray(labels), wide.background)


def plain_input(wide: WideCrop, rule: CropRule, side: int) -> npt.NDArray[np.float32]:
    """Network input (3, side, side) of a wide crop, without augmentation."""
    return network_input(standard_picture(plain_crop(wide, side), rule.colour, rule.background))
