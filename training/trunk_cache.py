"""The frozen trunk's output for every image and exact view, kept on disk and read by memory map.

A frozen trunk makes the same of the same image in every epoch. The study's random changes are
flips and rotations; the eight flips and quarter turns are finitely many, so the trunk is computed
once for each and only the rest is trained: the same steps as with the images, in a fraction of
the time. (Rotations by any angle cannot be kept this way.)
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import DataLoader
from tqdm import tqdm

from training.augmentation import EXACT_VIEWS, exact_view
from training.config import Loop
from training.data.images import Images, normalised
from training.data.items import Item
from training.device import Device
from training.split_network import Parts, SplitNetwork
from wbc_desktop.core.errors import OutputFault

BATCH = 64


@dataclass(frozen=True)
class TrunkCache:
    """Rows of the trunk's output.

    Attributes:
        parts: One memory-mapped tensor (rows, ...) for each part of the trunk's output.
        first_row: The first row of an item by its key; its views follow.
        views: Views of that item: 8 for training images, 1 for others.
    """

    parts: tuple[Tensor, ...]
    first_row: dict[str, int]

    def rows(self, items: Sequence[Item]) -> list[int]:
        """The first row of each item."""
        return [self.first_row[item.key] for item in items]

    def read(self, rows: Tensor) -> Parts:
        """Copies of some rows."""
        return tuple(part[rows] for part in self.parts)


def opened_cache(
    split: SplitNetwork, items: Sequence[Item], side: int, folder: Path, device: Device, loop: Loop
) -> TrunkCache:
    """Open the cache for these images and this trunk; compute it where it is not there yet.

    Args:
        split: The network; its trunk is frozen.
        items: All images of a run or of several; those of the training part get eight views.
        side: Side of the square images in pixels.
        folder: Where caches lie.
        device: Where to compute.
        loop: Precision and workers.

    Raises:
        OutputFault: The disk has too little room.
    """
    unique = list({item.key: item for item in items}.values())
    ordered = sorted(unique, key=lambda item: (item.split != "train", item.key))
    first_row: dict[str, int] = {}
    count = 0
    for item in ordered:
        first_row[item.key] = count
        count += EXACT_VIEWS if item.split == "train" else 1
    dtype = torch.bfloat16 if device.low_precision(loop.precision) else torch.float32
    place = folder / _digest(split, ordered, side, dtype)
    shapes = _shapes(split, side, device)
    if device.first and not (place / "done.json").is_file():
        _build(split, ordered, side, place, device, loop, count, shapes, dtype)
    device.barrier()
    parts = tuple(_mapped(place, index, (count, *shape), dtype) for index, shape in enumerate(shapes))
    return TrunkCache(parts, first_row)


def _mapped(place: Path, index: int, shape: tuple[int, ...], dtype: torch.dtype) -> Tensor:
    size = torch.Size(shape).numel()
    file = str(place / f"part{index}.bin")
    return torch.from_file(file, shared=True, size=size, dtype=dtype).view(shape)


def _shapes(split: SplitNetwork, side: int, device: Device) -> list[tuple[int, ...]]:
    with torch.no_grad():
        parts = split.trunk(torch.zeros(1, 3, side, side, device=device.torch))
    return [tuple(part.shape[1:]) for part in parts]


def _digest(split: SplitNetwork, items: Sequence[Item], side: int, dtype: torch.dtype) -> str:
    text = hashlib.sha256(f"{type(split).__name__} {side} {dtype}".encode())
    # Trained weights change and do not touch the trunk: they stay out of the name.
    trained = {id(p) for m in split.trained_modules() for p in (*m.parameters(), *m.buffers())}
    for name, tensor in (*split.named_parameters(), *split.named_buffers()):
        if id(tensor) not in trained:
            text.update(name.encode())
            text.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    for item in items:
        stat = item.file.stat()
        text.update(f"{item.key}|{item.mask}|{item.split}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return text.hexdigest()[:20]


def _build(
    split: SplitNetwork,
    items: Sequence[Item],
    side: int,
    place: Path,
    device: Device,
    loop: Loop,
    count: int,
    shapes: list[tuple[int, ...]],
    dtype: torch.dtype,
) -> None:
    place.mkdir(parents=True, exist_ok=True)
    _require_room(place, count, shapes, dtype)
    maps = [_mapped(place, index, (count, *shape), dtype) for index, shape in enumerate(shapes)]
    from training.batches import worker_count

    loader = DataLoader(
        Images(items, side),
        batch_sampler=[
            [(0, i) for i in range(s, min(s + BATCH, len(items)))] for s in range(0, len(items), BATCH)
        ],
        num_workers=worker_count(loop.workers, len(items)),
    )
    split.eval()
    row = 0
    with tqdm(total=count, unit="view", desc="frozen layers, once", mininterval=2.0) as bar:
        for pixels, _, indices in loader:
            training = [items[int(i)].split == "train" for i in indices]
            # Items are sorted with the training part first: a batch is split at most once.
            for wanted, views in ((True, EXACT_VIEWS), (False, 1)):
                chosen = pixels[torch.tensor([t == wanted for t in training])]
                if len(chosen):
                    row = _store(split, chosen, views, maps, row, device, loop)
                    bar.update(len(chosen) * views)
    for part in maps:
        del part
    (place / "done.json").write_text(json.dumps({"rows": count, "side": side}), encoding="utf-8")


def _store(
    split: SplitNetwork,
    pixels: Tensor,
    views: int,
    maps: list[Tensor],
    row: int,
    device: Device,
    loop: Loop,
) -> int:
    images = normalised(pixels.to(device.torch))
    for view in range(views):
        turned = exact_view(images, view).contiguous(memory_format=torch.channels_last)
        with torch.no_grad(), device.autocast(loop.precision):
            parts = split.trunk(turned)
        for target, part in zip(maps, parts, strict=True):
            target[row + view : row + views * len(images) : views] = part.to("cpu", target.dtype)
    return row + views * len(images)


def _require_room(place: Path, count: int, shapes: list[tuple[int, ...]], dtype: torch.dtype) -> None:
    need = sum(torch.Size(shape).numel() for shape in shapes) * count * dtype.itemsize
    free = shutil.disk_usage(place).free
    if need * 1.1 > free:
        raise OutputFault(
            f"The frozen layers' output needs {need / 1e9:.1f} GB, the disk has {free / 1e9:.1f} GB free.",
            "Choose another --output, or set loop.cache_trunk=false.",
            file=place,
        )
