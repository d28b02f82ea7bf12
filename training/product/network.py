"""The product's networks, initialised from what was learnt elsewhere, and their layer-wise rates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.product.recipe import Recipe
from wbc_desktop.models.networks.combined import CombinedNet
from wbc_desktop.models.networks.resnet import load_imagenet_to_layer3, resnet18


def build(
    recipe: Recipe, imagenet: Path, encoder: Path | None = None, trunk: Path | None = None
) -> nn.Module:
    """Build a classifier with ImageNet weights up to layer3.

    Args:
        recipe: The run's settings.
        imagenet: The folded ResNet-18 weights of ``shared/data/weights``.
        encoder: State dict of the pRCC autoencoder (``pRCC_autoencoder.pt``), or the weights of a
            CombinedNet that holds it.
        trunk: Weights of a finished ResNet-18 run or of a model folder: where another run goes on,
            or what CombinedNet's CAM16 network starts from.
    """
    torch.manual_seed(recipe.seed)
    outputs = len(recipe.classes)
    if recipe.architecture == "resnet18":
        network = resnet18(outputs)
        load_imagenet_to_layer3(network, imagenet)
        _quiet_last_block(network)
        if trunk is not None:
            network.load_state_dict(weights_of(trunk))
        return network
    combined = CombinedNet(outputs)
    load_imagenet_to_layer3(combined.cam16, imagenet)
    _quiet_last_block(combined.cam16)
    if trunk is not None:
        learnt = weights_of(trunk)
        combined.cam16.load_state_dict({k: v for k, v in learnt.items() if not k.startswith("fc.")})
    if encoder is not None:
        state = weights_of(encoder)
        own = {k.removeprefix("encoder."): v for k, v in state.items() if k.startswith("encoder.")}
        combined.encoder.load_state_dict(own)
    for parameter in combined.encoder.parameters():
        parameter.requires_grad = False
    return combined


def weights_of(path: Path) -> dict[str, Tensor]:
    """The weights in a run's ``.pt`` or a model folder's ``.safetensors``, in float32."""
    if path.suffix == ".safetensors":
        return {k: v.float() if v.is_floating_point() else v for k, v in load_file(path).items()}
    state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
    return dict(state.get("model", state))


def _quiet_last_block(network: nn.Module) -> None:
    """Let layer4's untrained second block start as identity, so that early steps do not shake the rest."""
    block = network.layer4[1]  # type: ignore[index]
    nn.init.zeros_(block.bn2.weight)  # type: ignore[union-attr]


def parameter_groups(network: nn.Module, recipe: Recipe) -> list[dict[str, object]]:
    """Optimiser groups: early layers slowly, layer4 faster, the head fastest; no decay on biases."""
    groups: dict[tuple[int, bool], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        name = name.removeprefix("cam16.")
        stage = 2 if name.startswith(("fc", "head")) else 1 if name.startswith("layer4") else 0
        groups.setdefault((stage, parameter.ndim > 1), []).append(parameter)
    return [
        {
            "params": parameters,
            "lr": recipe.rates[stage],
            "weight_decay": recipe.weight_decay if decays else 0.0,
        }
        for (stage, decays), parameters in groups.items()
    ]
