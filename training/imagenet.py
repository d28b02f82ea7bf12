"""ResNet-18 with ImageNet weights, from whatever file there is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from torch import nn

from training import checkpoint
from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.models.networks.resnet import load_imagenet_to_layer3, resnet18


def imagenet_resnet18(classes: int, weights: Path | None, seed: int) -> tuple[nn.Module, bool]:
    """ResNet-18 with ImageNet weights and a new head.

    Args:
        classes: Outputs of the head.
        weights: torchvision's ``resnet18-*.pth`` (all layers), or the safetensors file with
            folded BatchNorms up to layer3; None asks torchvision to fetch its own.
        seed: Seeds the head and, with the folded file, layer4.

    Returns:
        The network, and whether its weights came folded.

    Raises:
        ModelRefused: The file does not fit, or nothing could be fetched.
    """
    torch.manual_seed(seed)
    network = resnet18(classes)
    if weights is not None and weights.suffix == ".safetensors":
        load_imagenet_to_layer3(network, weights)
        return network, True
    state = checkpoint.load(weights) if weights is not None else _fetched()
    if not isinstance(state, dict) or "layer4.1.conv2.weight" not in state:
        raise ModelRefused("This file holds no weights of ResNet-18.", file=weights)
    kept = {key: value for key, value in state.items() if not key.startswith("fc.")}
    try:
        missing, unexpected = network.load_state_dict(kept, strict=False)
    except RuntimeError as error:
        raise ModelRefused("The weights do not fit ResNet-18.", file=weights, detail=str(error)) from error
    if unexpected or [key for key in missing if not key.startswith("fc.")]:
        raise ModelRefused("The weights do not fit ResNet-18.", file=weights)
    return network, False


def _fetched() -> checkpoint.State:
    from torchvision.models import ResNet18_Weights

    try:
        state: checkpoint.State = ResNet18_Weights.IMAGENET1K_V1.get_state_dict(
            progress=True, check_hash=True
        )
    except Exception as error:
        raise ModelRefused(
            "torchvision's ImageNet weights cannot be fetched.",
            "Name a weights file in data.yaml (resnet18_weights).",
            detail=str(error),
        ) from error
    return state


def file_digest(path: Path | None) -> str:
    """Sixteen hexadecimal digits of a file's content, or what stands in its place."""
    if path is None:
        return "torchvision IMAGENET1K_V1"
    return f"{path.name} sha256:{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"
