"""Networks as a frozen trunk and a trained tail, so that the trunk need not be computed every epoch."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from wbc_desktop.models.networks.autoencoder import LATENT, SIDE
from wbc_desktop.models.networks.combined import CombinedNet
from wbc_desktop.models.networks.resnet import FEATURES

LAYERS = ("layer1", "layer2", "layer3", "layer4")

Parts = tuple[Tensor, ...]


class SplitNetwork(nn.Module):
    """A network whose ``trunk`` is frozen and whose ``tail`` is trained.

    Attributes:
        network: The whole network; its state dict is what gets saved.
        frozen_norms: Whether open BatchNorms that came folded into ImageNet's convolutions
            stay in eval mode; normalising anew would undo the scale that was folded away.
    """

    network: nn.Module

    def trunk(self, images: Tensor) -> Parts:
        """What the frozen part makes of normalised images; called without gradients."""
        raise NotImplementedError

    def tail(self, parts: Parts) -> Tensor:
        """Logits from the trunk's output."""
        raise NotImplementedError

    def forward(self, *parts: Tensor) -> Tensor:
        """The tail; a method of its own so that DistributedDataParallel sees it."""
        return self.tail(parts)

    def trained_modules(self) -> list[nn.Module]:
        """The open modules."""
        raise NotImplementedError

    def small_map_modules(self) -> list[nn.Module]:
        """Trained modules whose maps are small: there a processor is quicker with matrix products."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Freeze all but the trained modules and put BatchNorms in the right mode."""
        for parameter in self.parameters():
            parameter.requires_grad = False
        for module in self.trained_modules():
            for parameter in module.parameters():
                parameter.requires_grad = True
        self.training_mode()

    def training_mode(self) -> None:
        """Training mode for the trained modules, eval mode for the rest."""
        self.eval()
        for module in self.trained_modules():
            module.train()


class ResnetSplit(SplitNetwork):
    """ResNet-18, frozen up to and with one of its layers.

    Args:
        network: A network of ``resnet18``.
        frozen: The last frozen layer.
        folded: Whether the ImageNet weights came with folded BatchNorms: then those of
            layer2 and layer3 stay in eval mode where their convolutions are trained.
    """

    def __init__(self, network: nn.Module, frozen: str = "layer3", *, folded: bool = False) -> None:
        super().__init__()
        self.network = network
        self.cut = LAYERS.index(frozen) + 1
        self.folded = folded

    def trunk(self, images: Tensor) -> Parts:
        """(map of the last frozen layer,)."""
        net = self.network
        x = net.maxpool(net.relu(net.bn1(net.conv1(images))))  # type: ignore[operator]
        for name in LAYERS[: self.cut]:
            x = getattr(net, name)(x)
        return (x,)

    def tail(self, parts: Parts) -> Tensor:
        """Logits."""
        x = parts[0]
        for name in LAYERS[self.cut :]:
            x = getattr(self.network, name)(x)
        logits: Tensor = self.network.fc(torch.flatten(x.mean((2, 3)), 1))  # type: ignore[operator]
        return logits

    def trained_modules(self) -> list[nn.Module]:
        """The layers after the cut and the head."""
        layers: list[nn.Module] = [getattr(self.network, name) for name in LAYERS[self.cut :]]
        return [*layers, self.network.fc]  # type: ignore[list-item]

    def small_map_modules(self) -> list[nn.Module]:
        """The trained layers; layer2's maps are an eighth of the image."""
        return [getattr(self.network, name) for name in LAYERS[max(self.cut, 1) :]]

    def training_mode(self) -> None:
        """As in the base; folded BatchNorms stay in eval mode."""
        super().training_mode()
        if not self.folded:
            return
        for name in LAYERS[self.cut : -1]:
            for module in getattr(self.network, name).modules():
                if isinstance(module, nn.BatchNorm2d):
                    module.eval()


class CombinedSplit(SplitNetwork):
    """CombinedNet with the CAM16 network's layer4 and the head open.

    Args:
        network: The network; its ``encoder`` may be any that gives 512 features.
        full_side: Whether the encoder reads the images as they are (a classifier) rather
            than scaled to the autoencoder's input.
    """

    network: CombinedNet

    def __init__(self, network: CombinedNet, *, full_side: bool = False) -> None:
        super().__init__()
        self.network = network
        self.full_side = full_side

    def trunk(self, images: Tensor) -> Parts:
        """(layer3 map of the CAM16 network, 512 features of the encoder)."""
        net = self.network.cam16
        x = net.maxpool(net.relu(net.bn1(net.conv1(images))))  # type: ignore[operator]
        x = net.layer3(net.layer2(net.layer1(x)))  # type: ignore[operator]
        small = images
        if not self.full_side:
            small = nn.functional.interpolate(images, size=(SIDE, SIDE), mode="bilinear", antialias=False)
        return x, self.network.encoder(small)

    def tail(self, parts: Parts) -> Tensor:
        """Logits from both halves joined, encoder first as in ``CombinedNet``."""
        maps, side = parts
        cam16 = self.network.cam16.layer4(maps).mean((2, 3))  # type: ignore[operator]
        joined = torch.cat([side.to(cam16.dtype), cam16], dim=1)
        if joined.shape[1] != LATENT + FEATURES:
            raise ValueError(f"expected {LATENT + FEATURES} joined features, got {joined.shape[1]}")
        logits: Tensor = self.network.head(joined)
        return logits

    def trained_modules(self) -> list[nn.Module]:
        """layer4 of the CAM16 network and the head."""
        return [self.network.cam16.layer4, self.network.head]  # type: ignore[list-item]

    def small_map_modules(self) -> list[nn.Module]:
        """layer4 of the CAM16 network."""
        return [self.network.cam16.layer4]  # type: ignore[list-item]
