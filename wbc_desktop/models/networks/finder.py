"""CellFinder: the network that marks every white cell, its nucleus, red cells and platelets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from wbc_desktop.models.finder_layout import PIXEL_CLASSES


class _Block(nn.Module):
    """ResNet-18's basic block; its BatchNorms are folded into the convolutions."""

    def __init__(self, before: int, channels: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(before, channels, 3, stride=stride, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.downsample = (
            nn.Sequential(nn.Conv2d(before, channels, 1, stride=stride))
            if stride != 1 or before != channels
            else nn.Identity()
        )

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv2(functional.relu(self.conv1(x), inplace=True))
        return functional.relu(y + self.downsample(x), inplace=True)


@dataclass(frozen=True, slots=True)
class Widths:
    """Channels of the stem and of the decoder's three steps, whether encoder stages have two blocks."""

    stem: int
    coarse: int
    middle: int
    fine: int
    two_blocks: bool


FULL = Widths(stem=64, coarse=96, middle=64, fine=48, two_blocks=True)
SLIM = Widths(stem=32, coarse=64, middle=64, fine=32, two_blocks=False)
"""Half the arithmetic: the layers that cost most for what they give left out (``docs/results/finder.md``)."""


class CellFinder(nn.Module):
    """A light U-Net on the first blocks of ResNet-18 (He et al. 2016; Ronneberger et al. 2015).

    The encoder is ResNet-18 up to the first block of ``layer3``, BatchNorms folded. Separate
    cells come from a centre heatmap and from each pixel's offset to its cell's centre, as in
    Panoptic-DeepLab (Cheng et al. 2020, arXiv 1911.10194).

    Args:
        classes: Pixel classes; ``len(PIXEL_CLASSES)``.
        widths: ``FULL`` or ``SLIM``.
    """

    def __init__(self, classes: int = len(PIXEL_CLASSES), widths: Widths = FULL) -> None:
        super().__init__()
        self.classes = classes
        self.widths = widths
        stem, coarse, middle, fine = widths.stem, widths.coarse, widths.middle, widths.fine
        self.conv1 = nn.Conv2d(3, stem, 7, stride=2, padding=3)
        self.layer1 = nn.Sequential(_Block(stem, 64))
        self.layer2 = nn.Sequential(_Block(64, 128, 2))
        self.layer3 = nn.Sequential(_Block(128, 256, 2))
        if widths.two_blocks:
            self.layer1.append(_Block(64, 64))
            self.layer2.append(_Block(128, 128))
        self.deep = nn.Conv2d(256, coarse, 1)
        self.side2 = nn.Conv2d(128, coarse, 1)
        self.join2 = nn.Conv2d(coarse, coarse, 3, padding=1)
        self.context = nn.Conv2d(coarse, coarse, 3, padding=2, dilation=2)
        self.up2 = nn.Conv2d(coarse, middle, 1)
        self.side1 = nn.Conv2d(64, middle, 1)
        self.join1 = nn.Conv2d(middle, middle, 3, padding=1)
        self.up1 = nn.Conv2d(middle, fine, 1)
        self.side0 = nn.Conv2d(stem, fine, 1)
        self.join0 = nn.Conv2d(fine, fine, 3, padding=1)
        self.head = nn.Conv2d(fine, classes + 4, 1)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Read ImageNet-normalised RGB (batch, 3, height, width); both sides multiples of 16.

        Returns:
            All of (batch, channels, height / 2, width / 2): the logits of ``PIXEL_CLASSES``;
            the logit of the white-cell centre heatmap (1 channel); the offset (x, y) from the
            pixel to its white cell's centre in ``OFFSET_UNIT`` (2); the logarithm of the white or
            red cell's diameter in ``DIAMETER_UNIT`` (1).
        """
        c0 = functional.relu(self.conv1(images), inplace=True)
        c1 = self.layer1(functional.max_pool2d(c0, 3, stride=2, padding=1))
        c2 = self.layer2(c1)
        x = _double(self.deep(self.layer3(c2))) + self.side2(c2)
        x = functional.relu(self.join2(functional.relu(x, inplace=True)), inplace=True)
        x = x + functional.relu(self.context(x))
        x = _double(self.up2(x)) + self.side1(c1)
        x = functional.relu(self.join1(functional.relu(x, inplace=True)), inplace=True)
        x = _double(self.up1(x)) + self.side0(c0)
        x = functional.relu(self.join0(functional.relu(x, inplace=True)), inplace=True)
        out = self.head(x)
        k = self.classes
        return out[:, :k], out[:, k : k + 1], out[:, k + 1 : k + 3], out[:, k + 3 :]


def slim_finder(classes: int = len(PIXEL_CLASSES)) -> CellFinder:
    """A finder of ``SLIM`` widths."""
    return CellFinder(classes, SLIM)


def _double(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


def load_imagenet_encoder(network: CellFinder, path: Path) -> None:
    """Load ImageNet's ResNet-18, BatchNorms folded, into the encoder.

    Args:
        network: The finder.
        path: ``resnet18_imagenet_to_layer3_bnfolded.safetensors``.
    """
    own = network.state_dict()
    folded = {k: v for k, v in load_file(path).items() if k in own and own[k].shape == v.shape}
    missing = [k for k in own if k.startswith(("conv1.", "layer")) and k not in folded]
    if missing:
        raise ValueError(f"the weights lack {missing[0]}")
    with torch.no_grad():
        for key, value in folded.items():
            own[key].copy_(value)
