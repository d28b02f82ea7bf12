"""A classifier that gives its features beside its logits.

The features in front of the head tell how far a microscope is from the ones that the model has seen. The
late layers have learnt to see the classes alone, as they look where the model learnt; what else a strange
microscope's cells differ in is in the middle layers. Local calibration corrects from all of them
(``models.adapting``).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from wbc_desktop.models.feature_layout import MIDDLE_LAYERS
from wbc_desktop.models.networks.autoencoder import SIDE
from wbc_desktop.models.networks.combined import CombinedNet


class ResNetOutputs(nn.Module):
    """Logits (batch, classes) and features (batch, 512 + 896) of a ``resnet18``."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        children = dict(network.named_children())
        self.head = children.pop("fc")
        self.trunk = _Trunk(children)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Classify normalised images (batch, 3, height, width)."""
        late, middle = self.trunk(images)
        return self.head(late), torch.cat([late.float(), middle], dim=1)


class CombinedOutputs(nn.Module):
    """Logits (batch, classes) and features (batch, 1024 + 896) of a ``CombinedNet``."""

    def __init__(self, network: CombinedNet) -> None:
        super().__init__()
        self.encoder = network.encoder
        self.head = network.head
        self.trunk = _Trunk(dict(network.cam16.named_children()))

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Classify normalised images (batch, 3, height, width)."""
        small = functional.interpolate(images, size=(SIDE, SIDE), mode="bilinear", antialias=False)
        late, middle = self.trunk(images)
        joined = torch.cat([self.encoder(small), late], dim=1)
        return self.head(joined), torch.cat([joined.float(), middle], dim=1)


class _Trunk(nn.Module):
    """A ResNet-18 up to its pooling: the pooled last layer, and the pooled middle ones."""

    def __init__(self, children: dict[str, nn.Module]) -> None:
        super().__init__()
        self.layers = nn.ModuleDict({k: v for k, v in children.items() if k != "fc"})

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        maps, pooled = images, []
        for name, layer in self.layers.items():
            maps = layer(maps)
            if name in MIDDLE_LAYERS:
                pooled += _pooled(maps)
        return torch.flatten(maps, 1), torch.cat(pooled, dim=1)


def _pooled(maps: Tensor) -> list[Tensor]:
    """Mean and standard deviation of each channel over the picture, in single precision."""
    values = torch.flatten(maps.float(), 2)
    mean = values.mean(dim=2)
    variance = (values - mean[:, :, None]).square().mean(dim=2)
    return [mean, torch.sqrt(variance + 1e-12)]


def with_features(network: nn.Module) -> nn.Module:
    """Wrap a classifier so that it returns (logits, features); the weights are shared."""
    if isinstance(network, CombinedNet):
        return CombinedOutputs(network)
    return ResNetOutputs(network)
