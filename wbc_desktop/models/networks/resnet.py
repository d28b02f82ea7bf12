"""ResNet-18 (He et al. 2016, arXiv 1512.03385) from torchvision: loading and freezing it."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

import wbc_desktop.models.torchvision_ops  # noqa: F401 - must precede torchvision
from wbc_desktop.core.errors import ModelRefused

FEATURES = 512
"""Length of the feature vector in front of the head."""

BLOCKS = ("conv1", "layer1", "layer2", "layer3", "layer4")


def resnet18(classes: int) -> nn.Module:
    """Build torchvision's ResNet-18 with random weights and a head of ``classes`` outputs.

    Args:
        classes: Number of outputs; 0 gives the 512 features instead of logits.

    Returns:
        A network for float input (batch, 3, height, width), ImageNet-normalised RGB.
    """
    from torchvision.models import resnet18 as build

    network: nn.Module = build(weights=None)
    network.fc = nn.Linear(FEATURES, classes) if classes else nn.Identity()
    return network


def load_imagenet_to_layer3(network: nn.Module, path: Path) -> None:
    """Load ImageNet weights whose BatchNorms are folded into the convolutions.

    The file holds conv1 to layer3 and layer4's downsample (``shared/data/README.md``).
    Each folded bias becomes the following BatchNorm's bias, with weight 1, running mean 0
    and running variance 1 - eps, so that the BatchNorm in eval mode adds the bias alone.
    layer4's 3x3 convolutions stay as initialised.

    Args:
        network: A network of ``resnet18``.
        path: The safetensors file.

    Raises:
        ModelRefused: The file does not hold what it should.
    """
    try:
        folded = load_file(path)
    except Exception as error:
        raise ModelRefused(
            "The pre-trained weights cannot be read.",
            "Give the safetensors file that shared/data/README.md names.",
            file=path,
            detail=str(error),
        ) from error
    state = network.state_dict()
    norms = {name: m for name, m in network.named_modules() if isinstance(m, nn.BatchNorm2d)}
    loaded = 0
    for key, value in folded.items():
        layer, _, kind = key.rpartition(".")
        if layer == "fc":
            continue
        if kind == "weight":
            if key not in state or state[key].shape != value.shape:
                raise ModelRefused(f"The weight {key} does not fit ResNet-18.", file=path)
            state[key].copy_(value)
            loaded += 1
            continue
        norm = _norm_after(layer)
        module = norms[norm]
        state[f"{norm}.bias"].copy_(value)
        state[f"{norm}.weight"].fill_(1.0)
        state[f"{norm}.running_mean"].zero_()
        state[f"{norm}.running_var"].fill_(1.0 - module.eps)
    if not loaded:
        raise ModelRefused("The pre-trained weights hold no layer of ResNet-18.", file=path)
    network.load_state_dict(state)


def _norm_after(conv: str) -> str:
    """Name of the BatchNorm that follows a convolution: conv1 -> bn1, downsample.0 -> .1."""
    if conv.endswith("downsample.0"):
        return conv[:-1] + "1"
    head, _, tail = conv.rpartition("conv")
    return f"{head}bn{tail}"


def freeze_all_but(network: nn.Module, trained: tuple[str, ...]) -> None:
    """Let gradients flow only into the parameters under the named top-level modules.

    Args:
        network: Any network.
        trained: Names of direct children, e.g. ``("layer4", "fc")``.
    """
    for name, parameter in network.named_parameters():
        parameter.requires_grad = name.split(".", 1)[0] in trained


class FrozenNorms:
    """Keeps BatchNorms in eval mode while the rest of a network trains."""

    @staticmethod
    def train(network: nn.Module, *, all_norms: bool = True) -> None:
        """Put ``network`` in training mode with its BatchNorms in eval mode.

        Args:
            network: The network.
            all_norms: Whether every BatchNorm stays in eval mode, or only those
                whose parameters do not train.
        """
        network.train()
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d) and (
                all_norms or not any(p.requires_grad for p in module.parameters())
            ):
                module.eval()


def features(network: nn.Module, images: Tensor) -> Tensor:
    """The 512 features in front of the head.

    Args:
        network: A network of ``resnet18``.
        images: (batch, 3, height, width), normalised.

    Returns:
        (batch, 512).
    """
    x = network.maxpool(network.relu(network.bn1(network.conv1(images))))  # type: ignore[operator]
    x = network.layer4(network.layer3(network.layer2(network.layer1(x))))  # type: ignore[operator]
    return torch.flatten(network.avgpool(x), 1)  # type: ignore[operator]
