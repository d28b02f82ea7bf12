"""A classifier that gives its features beside its logits.

The features in front of the head are what local calibration adapts to and what tells how
far a microscope is from the ones that the model has seen.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from wbc_desktop.models.networks.combined import CombinedNet


class ResNetOutputs(nn.Module):
    """Logits (batch, classes) and features (batch, 512) of a ``resnet18``."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        children = dict(network.named_children())
        self.head = children.pop("fc")
        self.trunk = nn.Sequential(*children.values())

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Classify normalised images (batch, 3, height, width)."""
        features = torch.flatten(self.trunk(images), 1)
        return self.head(features), features


class CombinedOutputs(nn.Module):
    """Logits (batch, classes) and features (batch, 1024) of a ``CombinedNet``."""

    def __init__(self, network: CombinedNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Classify normalised images (batch, 3, height, width)."""
        features = self.network.features(images)
        return self.network.head(features), features


def with_features(network: nn.Module) -> nn.Module:
    """Wrap a classifier so that it returns (logits, features); the weights are shared."""
    if isinstance(network, CombinedNet):
        return CombinedOutputs(network)
    return ResNetOutputs(network)
