"""Tiny generated images in the layouts of real ones, for smoke runs and tests; no real cell is shown."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from training.data.layouts import CAM16_CLASSES, WBC_CLASSES

STUDY_COUNTS = {"WBC_100": 10, "WBC_50": 5, "WBC_10": 1, "WBC_1": 1}
"""Training images per class of the small study layout."""

_COLOURS = {
    "neutrophil": (150, 90, 190),
    "eosinophil": (220, 110, 90),
    "basophil": (60, 40, 120),
    "lymphocyte": (110, 110, 220),
    "monocyte": (160, 150, 180),
}


def cell_image(kind: str, number: int, side: int = 48) -> tuple[Image.Image, Image.Image]:
    """A coloured disc on a pale ground, and its mask (255 inside)."""
    draw_from = np.random.default_rng([WBC_CLASSES.index(kind), number])
    ground = draw_from.normal(225, 8, (side, side, 3)).clip(0, 255).astype(np.uint8)
    image, mask = Image.fromarray(ground), Image.new("L", (side, side), 0)
    radius = side * draw_from.uniform(0.25, 0.35)
    x, y = side / 2 + draw_from.uniform(-3, 3, 2)
    box = (x - radius, y - radius, x + radius, y + radius)
    ImageDraw.Draw(image).ellipse(box, fill=_COLOURS[kind])
    ImageDraw.Draw(mask).ellipse(box, fill=255)
    for _ in range(WBC_CLASSES.index(kind) + 1):
        dx, dy = draw_from.uniform(-radius / 2, radius / 2, 2)
        ImageDraw.Draw(image).ellipse((x + dx - 4, y + dy - 4, x + dx + 4, y + dy + 4), fill=(60, 20, 110))
    return image, mask


def tissue_image(kind: int, number: int, side: int = 64) -> Image.Image:
    """Dots on a pink ground; the kinds differ in how many dots there are."""
    draw_from = np.random.default_rng([kind, number, 7])
    ground = draw_from.normal((225, 180, 210), 10, (side, side, 3)).clip(0, 255).astype(np.uint8)
    image = Image.fromarray(ground)
    for x, y in draw_from.uniform(0, side, (8 + 30 * kind, 2)):
        ImageDraw.Draw(image).ellipse((x - 2, y - 2, x + 2, y + 2), fill=(90, 40, 130))
    return image


def make_study_layout(root: Path) -> tuple[Path, Path, Path]:
    """The study's folders with tiny images.

    Returns:
        The folder that holds ``WBC_100`` and the others, ``CAM16_100cls_10mask``, ``pRCC_nolabel``.
    """
    wbc = root / "WBC"
    for name, count in STUDY_COUNTS.items():
        for kind in WBC_CLASSES:
            _cells(wbc / name / "train", kind, range(count), masked=max(1, count // 10))
            _cells(wbc / name / "val", kind, range(100, 104), masked=0)
    cam16 = root / "CAM16_100cls_10mask"
    for split, numbers in (("train", range(10)), ("val", range(20, 23)), ("test", range(30, 34))):
        for index, kind in enumerate(CAM16_CLASSES):
            for number in numbers:
                image = tissue_image(index, number)
                _save(image, cam16 / split / "data" / kind / f"{kind}_{number}.png")
                if number % 10 == 0:
                    mask = Image.fromarray(_half(image.size))
                    _save(mask, cam16 / split / "mask" / kind / f"{kind}_{number}.png")
    prcc = root / "pRCC_nolabel"
    for number in range(24):
        _save(tissue_image(number % 2, 100 + number), prcc / f"prcc_{number:03}.jpg")
    return wbc, cam16, prcc


def _half(size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    mask = np.zeros((size[1], size[0]), np.uint8)
    mask[:, : size[0] // 2] = 255
    return mask


def _cells(folder: Path, kind: str, numbers: range, masked: int) -> None:
    for place, number in enumerate(numbers):
        image, mask = cell_image(kind, number)
        name = f"{kind}_{number}.png"
        _save(image, folder / "data" / kind.capitalize() / name)
        if place < masked:
            _save(mask, folder / "mask" / kind.capitalize() / name)


def _save(image: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)


def make_data_folder(root: Path) -> Path:
    """A data folder as ``data.yaml`` names it, with generated images and random weights."""
    for source, split in (("pbc", True), ("zheng1", False)):
        rows = []
        folder = root / source
        for kind in WBC_CLASSES:
            for number in range(24 if split else 4):
                image, mask = cell_image(kind, number if split else 500 + number)
                file = f"{kind}/{number:03}.png" if split else f"{kind}_{number:03}.png"
                _save(image, (folder if split else folder / "images") / file)
                if not split:
                    _save(mask, folder / "masks" / file)
                rows.append([file, kind, ("train", "train", "train", "train", "val", "test")[number % 6]])
        with (folder / "labels.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(["file", "label", "split"] if split else ["file", "label"])
            writer.writerows(rows if split else (row[:2] for row in rows))
    for part, count in (("pcam_96", 24), ("patches_256", 6)):
        for index, kind in enumerate(CAM16_CLASSES):
            for number in range(count):
                image = tissue_image(index, number + 1000 * (part == "patches_256"), 96)
                _save(image, root / "cam16" / part / kind / f"{kind}_{number:03}_0_0.png")
    for number in range(6):
        _save(tissue_image(number % 2, number, 1000), root / "prcc_kirp" / f"field_{number}.png")
    random_weights(root / "weights")
    return root


def random_weights(folder: Path) -> None:
    """Files of the form of the given ImageNet weights, with random values."""
    import torch
    from safetensors.torch import save_file
    from torch import nn

    from wbc_desktop.models.networks.resnet import resnet18

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    folded = {}
    for name, module in resnet18(0).named_modules():
        if isinstance(module, nn.Conv2d) and (not name.startswith("layer4") or "downsample" in name):
            folded[f"{name}.weight"] = module.weight.detach()
            folded[f"{name}.bias"] = torch.zeros(module.out_channels)
    save_file(folded, folder / "resnet18_imagenet_to_layer3_bnfolded.safetensors")
    vgg = {}
    for index, (before, after, size) in {
        0: (3, 3, 1),
        2: (3, 64, 3),
        5: (64, 64, 3),
        9: (64, 128, 3),
        12: (128, 128, 3),
        16: (128, 256, 3),
    }.items():
        layer = nn.Conv2d(before, after, size)
        vgg[f"{index}.weight"], vgg[f"{index}.bias"] = layer.weight.detach(), layer.bias.detach()  # type: ignore[union-attr]
    torch.save(vgg, folder / "vgg19norm_to_conv3_1.pth")
