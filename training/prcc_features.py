"""Features of pRCC images: VGG16's 4096, or what the given VGG-19 can tell where VGG16 is absent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader
from tqdm import tqdm

from training import checkpoint
from training.config import PrccCluster
from training.data.images import Images, normalised
from training.data.items import Item
from training.device import Device
from wbc_desktop.core.errors import ModelRefused, WrongUse


class FeatureSource:
    """Something that turns uint8 images into features.

    Attributes:
        name: Says honestly which network and layer the features come from.
        network: (batch, 3, side, side) as ``prepared`` gives them -> (batch, features).
    """

    def __init__(self, name: str, network: nn.Module, *, imagenet: bool) -> None:
        self.name = name
        self.network = network.eval()
        self.imagenet = imagenet

    def prepared(self, pixels: Tensor) -> Tensor:
        """The network's input: ImageNet-normalised, or RGB in 0 to 1."""
        return normalised(pixels) if self.imagenet else pixels.float() / 255


def feature_source(settings: PrccCluster, vgg16: Path | None, vgg19norm: Path | None) -> FeatureSource:
    """The best features that the given weights allow.

    Args:
        settings: Which features are wanted.
        vgg16: torchvision's ``vgg16-*.pth``.
        vgg19norm: The normalised VGG-19 up to conv3_1 (``shared/data/README.md``).

    Raises:
        WrongUse: The wanted weights are not given.
        ModelRefused: A file does not fit.
    """
    if settings.features == "vgg16" or (settings.features == "auto" and vgg16 is not None):
        if vgg16 is None:
            raise WrongUse("VGG16's weights are not given.", "Name the file in data.yaml (vgg16_weights).")
        return _vgg16(vgg16, settings.vgg16_layer)
    if vgg19norm is None:
        raise WrongUse(
            "No weights for pRCC features are given.",
            "Name vgg16_weights or vgg19norm_weights in data.yaml.",
        )
    return FeatureSource(
        "normalised VGG-19, conv3_1, mean and standard deviation over the image (512)",
        _PooledVgg19(vgg19norm),
        imagenet=False,
    )


def _vgg16(path: Path, layer: str) -> FeatureSource:
    import wbc_desktop.models.torchvision_ops  # noqa: F401, I001 - must precede torchvision
    from torchvision.models import vgg16

    network = vgg16(weights=None)
    checkpoint.load_into(network, path, "torchvision's VGG16")
    # classifier: Linear, ReLU, Dropout (fc1), Linear, ReLU, Dropout (fc2), Linear.
    network.classifier = network.classifier[: 2 if layer == "fc1" else 5]
    return FeatureSource(f"VGG16 {layer} (4096)", network, imagenet=True)


class _PooledVgg19(nn.Module):
    """The normalised VGG-19 to relu3_1; indices of the file's layers in the original's sequence."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        pad = nn.ReflectionPad2d
        pool = nn.MaxPool2d(2, 2, ceil_mode=True)
        self.layers = nn.Sequential(
            nn.Conv2d(3, 3, 1),
            *(pad(1), nn.Conv2d(3, 64, 3), nn.ReLU(), pad(1), nn.Conv2d(64, 64, 3), nn.ReLU(), pool),
            *(pad(1), nn.Conv2d(64, 128, 3), nn.ReLU(), pad(1), nn.Conv2d(128, 128, 3), nn.ReLU(), pool),
            *(pad(1), nn.Conv2d(128, 256, 3), nn.ReLU()),
        )
        checkpoint.load_into(self.layers, path, "the normalised VGG-19 to conv3_1")

    def forward(self, images: Tensor) -> Tensor:
        maps = self.layers(images)
        return torch.cat([maps.mean((2, 3)), maps.std((2, 3))], dim=1)


def features(
    source: FeatureSource, items: Sequence[Item], settings: PrccCluster, device: Device
) -> npt.NDArray[np.float32]:
    """(images, features) of some images."""
    network = source.network.to(device.torch)
    loader = DataLoader(Images(items, settings.image_size), batch_sampler=list(_chunks(len(items), settings)))
    rows = []
    with torch.no_grad(), tqdm(total=len(items), unit="img", desc="pRCC features", mininterval=2.0) as bar:
        for pixels, _, _ in loader:
            with device.autocast("auto"):
                found = network(source.prepared(pixels.to(device.torch)))
            rows.append(found.float().cpu().numpy())
            bar.update(len(pixels))
    joined: npt.NDArray[np.float32] = np.concatenate(rows)
    if not np.isfinite(joined).all():
        raise ModelRefused("The feature network gives values that are no numbers.", detail=source.name)
    return joined


def _chunks(count: int, settings: PrccCluster) -> Iterator[list[tuple[int, int]]]:
    size = settings.batch_size
    for start in range(0, count, size):
        yield [(0, index) for index in range(start, min(start + size, count))]
