"""CombinedNet: the frozen encoder and the CAM16 network side by side, 512 + 512 features into one head."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from wbc_desktop.models.networks.autoencoder import LATENT, SIDE, ConvEncoder
from wbc_desktop.models.networks.resnet import FEATURES, resnet18


class CombinedNet(nn.Module):
    """Joins what an autoencoder and a tumour classifier have learnt.

    Attributes:
        encoder: The pRCC autoencoder's encoder, 512 features; kept frozen in the study.
        cam16: The CAM16 ResNet-18 without its head, 512 features.
        head: Linear layer from the 1024 joined features to the classes.
    """

    def __init__(self, classes: int = 5) -> None:
        super().__init__()
        self.encoder: nn.Module = ConvEncoder(LATENT)
        self.cam16 = resnet18(0)
        self.head = nn.Linear(LATENT + FEATURES, classes)

    def features(self, images: Tensor) -> Tensor:
        """The 1024 joined features of ImageNet-normalised images (batch, 3, height, width)."""
        small = functional.interpolate(images, size=(SIDE, SIDE), mode="bilinear", antialias=False)
        return torch.cat([self.encoder(small), self.cam16(images)], dim=1)

    def forward(self, images: Tensor) -> Tensor:
        """Logits (batch, classes) of ImageNet-normalised images (batch, 3, height, width)."""
        logits: Tensor = self.head(self.features(images))
        return logits
