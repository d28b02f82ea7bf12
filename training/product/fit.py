"""The training loop of the product's classifiers: one pass over a balanced, augmented sequence."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader

from training.device import cpu_autocast
from training.gemm_convolution import use_matrix_products
from training.product.dataset import AugmentedCells
from training.product.network import parameter_groups
from training.product.recipe import Recipe
from wbc_desktop.models.networks.resnet import FrozenNorms


class MixedStyle:
    """Style mixing of feature statistics after layer1 and layer2 (arXiv 2104.02008)."""

    def __init__(self, network: nn.Module, probability: float, seed: int) -> None:
        self._probability = probability
        self._random = torch.Generator().manual_seed(seed)
        trunk = getattr(network, "cam16", network)
        self._hooks = [getattr(trunk, name).register_forward_hook(self._mix) for name in ("layer1", "layer2")]

    def _mix(self, module: nn.Module, inputs: object, output: Tensor) -> Tensor | None:
        del inputs
        if not module.training or torch.rand((), generator=self._random) >= self._probability:
            return None
        mean = output.mean((2, 3), keepdim=True).detach()
        std = (output.var((2, 3), keepdim=True) + 1e-6).sqrt().detach()
        order = torch.randperm(len(output), generator=self._random)
        share = torch.rand((len(output), 1, 1, 1), generator=self._random).to(output.dtype)
        new_mean = mean * share + mean[order] * (1 - share)
        new_std = std * share + std[order] * (1 - share)
        return (output - mean) / std * new_std + new_mean

    def remove(self) -> None:
        """Take the hooks off."""
        for hook in self._hooks:
            hook.remove()


def fit(
    network: nn.Module,
    cells: AugmentedCells,
    recipe: Recipe,
    run: Path,
    say: Callable[[str], None] = print,
    workers: int = 2,
) -> nn.Module:
    """Train and return the network with averaged weights.

    Args:
        network: As built by ``network.build``; trained in place.
        cells: The sequence of augmented cells.
        recipe: The run's settings.
        run: Folder for the log and the weights.
        say: Takes a line of progress.
        workers: Processes that augment.
    """
    run.mkdir(parents=True, exist_ok=True)
    (run / "recipe.json").write_text(json.dumps(recipe.as_json(), indent=1), "utf-8")
    torch.manual_seed(recipe.seed)
    loader = DataLoader(cells, recipe.batch, num_workers=workers, drop_last=True)
    network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    averaged = copy.deepcopy(network)
    trunk: Any = getattr(network, "cam16", network)
    use_matrix_products(trunk.layer4)
    optimiser = torch.optim.AdamW(parameter_groups(network, recipe), fused=True)
    steps = len(loader)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [float(g["lr"]) for g in optimiser.param_groups], steps, pct_start=0.15, div_factor=20
    )
    style = MixedStyle(network, recipe.style, recipe.seed) if recipe.style else None
    network.train()
    FrozenNorms.train(network)
    begun, losses = time.monotonic(), []
    log = (run / "log.csv").open("w", encoding="utf-8")
    log.write("step,loss,cells_per_second\n")
    for step, (images, targets) in enumerate(loader, 1):
        images = images.to(memory_format=torch.channels_last)
        with cpu_autocast():
            logits = network(images)
            loss = functional.cross_entropy(logits.float(), targets, label_smoothing=recipe.smoothing)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        _average(averaged, network, min(recipe.average, step / (step + 20)))
        losses.append(float(loss.detach()))
        if step % 25 == 0 or step == steps:
            rate = step * recipe.batch / (time.monotonic() - begun)
            mean = sum(losses[-25:]) / len(losses[-25:])
            log.write(f"{step},{mean:.4f},{rate:.1f}\n")
            log.flush()
            say(f"{run.name}: step {step}/{steps} loss {mean:.3f} {rate:.0f} cells/s")
    log.close()
    if style is not None:
        style.remove()
    averaged.eval()
    torch.save(averaged.state_dict(), run / "weights.pt")
    return averaged


@torch.no_grad()
def _average(averaged: nn.Module, network: nn.Module, keep: float) -> None:
    for mean, new in zip(averaged.parameters(), network.parameters(), strict=True):
        mean.lerp_(new, 1 - keep)
