"""Batches of a part of a set: decoded anew each epoch, or read from the trunk's cache."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Sampler

from training.augmentation import ViewChoice, draw_view
from training.config import Views
from training.data.images import Images, normalised
from training.data.items import Item
from training.device import Device
from training.split_network import Parts, SplitNetwork
from training.trunk_cache import TrunkCache
from wbc_desktop.core.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step learns from.

    Attributes:
        parts: Normalised images, or the trunk's output, on the device.
        labels: (batch,) class indices on the device; -1 without labels.
        indices: (batch,) places in the part's list of items.
        weight: What the mean loss is multiplied by, so that the mean over all processes'
            gradients is that of the whole batch; 1 alone.
    """

    parts: Parts
    labels: Tensor
    indices: Tensor
    weight: float = 1.0


class Batches(Protocol):
    """A part of a set in batches."""

    items: Sequence[Item]

    def epoch(self, epoch: int) -> Iterator[Batch]:
        """The batches of an epoch; shuffled and turned by (seed, epoch) alone."""
        ...

    def steps(self) -> int:
        """Batches of an epoch for this process."""
        ...


@dataclass(frozen=True)
class Order:
    """The order in which images are taken: the same batches whatever the number of processes.

    Attributes:
        count: Number of images.
        batch_size: Of all processes together.
        seed: None keeps the list's order (evaluation).
        rank: Number of this process.
        world: Number of processes; each takes its part of every batch.
    """

    count: int
    batch_size: int
    seed: int | None = None
    rank: int = 0
    world: int = 1

    def __post_init__(self) -> None:
        if self.world > 1 and min(self.count, self.batch_size) < 2 * self.world:
            raise WrongUse(
                f"{self.world} processes cannot share batches of {min(self.count, self.batch_size)} images.",
                "Take fewer processes (torchrun --nproc-per-node) or a larger loop.batch_size.",
            )

    def whole_batches(self, epoch: int) -> list[list[int]]:
        """Index lists of an epoch for all processes together."""
        if self.seed is None:
            order = list(range(self.count))
        else:
            generator = torch.Generator().manual_seed(self.seed * 100_003 + epoch)
            order = torch.randperm(self.count, generator=generator).tolist()
        chunks = [order[i : i + self.batch_size] for i in range(0, len(order), self.batch_size)]
        if self.seed is not None and len(chunks) > 1 and len(chunks[-1]) < 2 * self.world:
            # A batch of one gives BatchNorm no spread.
            chunks[-2:] = [chunks[-2] + chunks[-1]]
        return chunks

    def batches(self, epoch: int) -> list[list[int]]:
        """Index lists of an epoch for this process."""
        return [chunk[self.rank :: self.world] for chunk in self.whole_batches(epoch)]

    def weights(self, epoch: int) -> list[float]:
        """``Batch.weight`` of each of ``batches``: this process's share of a batch, times the processes."""
        whole = self.whole_batches(epoch)
        return [
            len(chunk[self.rank :: self.world]) * self.world / len(chunk) if self.world > 1 else 1.0
            for chunk in whole
        ]


class _EpochSampler(Sampler[list[tuple[int, int]]]):
    def __init__(self, order: Order) -> None:
        self.order = order
        self.epoch = 0

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        for chunk in self.order.batches(self.epoch):
            yield [(self.epoch, index) for index in chunk]

    def __len__(self) -> int:
        return len(self.order.batches(0))


class ImageBatches:
    """Batches decoded from files; the trunk, if any, is computed for each."""

    def __init__(
        self,
        items: Sequence[Item],
        side: int,
        order: Order,
        device: Device,
        *,
        view: ViewChoice | None = None,
        workers: int = -1,
        split: SplitNetwork | None = None,
        precision: str = "auto",
        channels_last: bool = True,
    ) -> None:
        self.items = items
        self.device = device
        self.split = split
        self.precision = precision
        self.channels_last = channels_last
        self._sampler = _EpochSampler(order)
        count = worker_count(workers, len(items))
        self._loader: DataLoader[tuple[Tensor, int, int]] = DataLoader(
            Images(items, side, view),
            batch_sampler=self._sampler,
            num_workers=count,
            persistent_workers=count > 0,
            pin_memory=device.torch.type == "cuda",
        )

    def epoch(self, epoch: int) -> Iterator[Batch]:
        """See ``Batches``."""
        self._sampler.epoch = epoch
        target = self.device.torch
        weights = self._sampler.order.weights(epoch)
        for (pixels, labels, indices), weight in zip(self._loader, weights, strict=True):
            images = normalised(pixels.to(target, non_blocking=True))
            if self.channels_last:
                images = images.contiguous(memory_format=torch.channels_last)
            parts: Parts = (images,)
            if self.split is not None:
                with torch.no_grad(), self.device.autocast(self.precision):
                    parts = self.split.trunk(images)
            yield Batch(parts, labels.to(target, non_blocking=True), indices, weight)

    def steps(self) -> int:
        """See ``Batches``."""
        return len(self._sampler)


class CachedBatches:
    """Batches of the trunk's output for exact views, from a cache."""

    def __init__(
        self,
        items: Sequence[Item],
        cache: TrunkCache,
        order: Order,
        device: Device,
        *,
        view: ViewChoice | None = None,
        channels_last: bool = True,
    ) -> None:
        self.items = items
        self.cache = cache
        self.order = order
        self.device = device
        self.view = view
        self.channels_last = channels_last
        self._rows = torch.tensor(cache.rows(items), dtype=torch.long)
        self._labels = torch.tensor([-1 if i.label is None else i.label for i in items], dtype=torch.long)

    def epoch(self, epoch: int) -> Iterator[Batch]:
        """See ``Batches``."""
        for chunk, weight in zip(self.order.batches(epoch), self.order.weights(epoch), strict=True):
            indices = torch.tensor(chunk, dtype=torch.long)
            rows = self._rows[indices]
            if self.view is not None:
                rows = rows + torch.tensor([draw_view(self.view, epoch, index) for index in chunk])
            parts = tuple(self._moved(part) for part in self.cache.read(rows))
            yield Batch(parts, self._labels[indices].to(self.device.torch), indices, weight)

    def _moved(self, part: Tensor) -> Tensor:
        part = part.to(self.device.torch, non_blocking=True)
        if self.channels_last and part.dim() == 4:
            part = part.contiguous(memory_format=torch.channels_last)
        return part

    def steps(self) -> int:
        """See ``Batches``."""
        return len(self.order.batches(0))


def worker_count(wanted: int, images: int) -> int:
    """Processes that decode: as many as wanted; at -1 the processor's cores but one, at most 8."""
    if wanted >= 0:
        return wanted
    if images < 256:
        return 0
    return min(8, max(0, (os.cpu_count() or 1) - 1))


def exact(views: Views) -> bool:
    """Whether the views lose no pixel, so that the trunk's output can be kept for each."""
    return views.rotation != "any"
