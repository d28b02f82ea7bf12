"""Trains the finder for a given time and writes its weights."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from training.device import cpu_computes_bfloat16
from training.finder.compose import training_crop
from training.finder.samples import Sample
from training.finder.targets import targets
from wbc_desktop.models.finder_layout import PIXEL_CLASSES
from wbc_desktop.models.networks.finder import CellFinder

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1) * 255
STD = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1) * 255

SHARES = {"zheng1": 0.16, "bccd_fields": 0.22, "raabin_untyped": 0.22, "chula_fields": 0.2, "pbc": 0.2}
"""How often each source is drawn."""


class CropStream(IterableDataset[dict[str, Tensor]]):
    """Endless training crops of the samples, sources drawn by ``shares``."""

    def __init__(
        self, samples: list[Sample], side: int, seed: int, shares: dict[str, float], camera: float
    ) -> None:
        self.shares, self.camera = shares, camera
        self.groups = {s: [x for x in samples if x.source == s] for s in shares}
        self.groups = {s: g for s, g in self.groups.items() if g}
        self.donors = [x for x in samples if x.paste]
        self.side, self.seed = side, seed

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        info = torch.utils.data.get_worker_info()
        rng = np.random.default_rng((self.seed, info.id if info else 0))
        names = list(self.groups)
        odds = np.array([self.shares[n] for n in names])
        odds = odds / odds.sum()
        while True:
            group = self.groups[names[int(rng.choice(len(names), p=odds))]]
            crop = training_crop(group, self.donors, self.side, rng, camera=self.camera)
            item = {k: torch.from_numpy(v) for k, v in targets(crop).items()}
            item["rgb"] = torch.from_numpy(np.ascontiguousarray(crop.rgb.transpose(2, 0, 1)))
            yield item


def loss_of(outputs: tuple[Tensor, Tensor, Tensor, Tensor], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The four losses; see ``targets`` for what each output should say."""
    logits, heat, offset, diameter = (o.float() for o in outputs)
    bits = torch.tensor([1 << i for i in range(logits.shape[1])]).view(1, -1, 1, 1)
    may = (batch["allowed"][:, None].int() & bits) > 0
    log_p = torch.log_softmax(logits, dim=1)
    inside = torch.logsumexp(log_p.masked_fill(~may, -30.0), dim=1)
    weight = (batch["allowed"] != 31).float()
    pixels = -(inside * weight).sum() / weight.sum().clamp(min=1)
    target = batch["heat"]
    p = torch.sigmoid(heat[:, 0]).clamp(1e-4, 1 - 1e-4)
    near = (target > 0.9).float()
    positive = -near * (1 - p) ** 2 * torch.log(p)
    negative = -(1 - near) * (1 - target) ** 4 * p**2 * torch.log(1 - p)
    centres = ((positive + negative) * batch["heat_weight"]).sum() / near.sum().clamp(min=8)
    w = batch["offset_weight"]
    offsets = ((offset - batch["offset"]).abs().sum(1) * w).sum() / w.sum().clamp(min=1)
    w = batch["diameter_weight"]
    diameters = ((diameter[:, 0] - batch["diameter"]).abs() * w).sum() / w.sum().clamp(min=1)
    return {
        "pixels": pixels,
        "centres": 0.3 * centres,
        "offsets": 0.7 * offsets,
        "diameters": 0.5 * diameters,
    }


def train(
    samples: list[Sample],
    network: CellFinder,
    *,
    minutes: float,
    out: Path,
    side: int = 192,
    batch: int = 16,
    rate: float = 6e-4,
    seed: int = 0,
    shares: dict[str, float] | None = None,
    camera: float = 1.0,
) -> None:
    """Train ``network`` in place and save its float32 state to ``out`` once a minute.

    Args:
        samples: The training samples.
        network: The network; its stem stays as it is, the rest of its encoder learns at a
            quarter of the rate.
        minutes: Wall time; the rate falls along a cosine of the time used.
        out: A ``.pt`` file.
        side: Side of the crops in pixels.
        batch: Crops per step.
        rate: Peak learning rate.
        seed: Seed of the crops.
        shares: How often each source is drawn; None for ``SHARES``.
        camera: Share of the crops that are seen through another stain, lamp and camera.
    """
    network.conv1.requires_grad_(False)
    encoder = [p for n, p in network.named_parameters() if n.startswith("layer")]
    others = [p for n, p in network.named_parameters() if not n.startswith(("conv1", "layer"))]
    groups = [{"params": encoder, "share": 0.25}, {"params": others, "share": 1.0}]
    optimiser = torch.optim.AdamW(groups, lr=rate, weight_decay=1e-3)
    stream = CropStream(samples, side, seed, shares or SHARES, camera)
    loader = DataLoader(stream, batch_size=batch, num_workers=1, prefetch_factor=3)
    network.train()
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    started, seen, saved = time.monotonic(), dict[str, float](), 0.0
    waited, since = 0.0, time.monotonic()
    for step, data in enumerate(loader, start=1):
        waited += time.monotonic() - since
        used = min(1.0, (time.monotonic() - started) / (60 * minutes))
        if used >= 1 and step > 1:  # a slow machine makes one step of the shortest round
            break
        now = rate * min(1.0, step / 60) * (0.5 + 0.5 * np.cos(np.pi * used) + 0.01)
        for group in optimiser.param_groups:
            group["lr"] = now * group["share"]
        images = ((data["rgb"].float() - MEAN) / STD).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16, enabled=cpu_computes_bfloat16()):
            outputs = network(images)
        losses = loss_of(outputs, data)
        total = torch.stack(list(losses.values())).sum()
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        for name, value in losses.items():
            seen[name] = seen.get(name, 0.0) * 0.98 + float(value.detach()) * 0.02
        if step % 50 == 0:
            text = " ".join(f"{k} {v / (1 - 0.98**step):.4f}" for k, v in seen.items())
            print(f"step {step} {100 * used:.0f}% waited {waited:.0f} s {text}", flush=True)
        if time.monotonic() - saved > 60:
            saved = time.monotonic()
            torch.save(network.state_dict(), out)
        since = time.monotonic()
    torch.save(network.state_dict(), out)
    network.eval()


def new_network(data: Path) -> CellFinder:
    """A finder with ImageNet's encoder and a random decoder."""
    from wbc_desktop.models.networks.finder import load_imagenet_encoder

    torch.manual_seed(0)
    network = CellFinder(len(PIXEL_CLASSES))
    load_imagenet_encoder(network, data / "weights" / "resnet18_imagenet_to_layer3_bnfolded.safetensors")
    torch.nn.init.normal_(network.head.weight, std=0.01)
    with torch.no_grad():
        assert network.head.bias is not None
        network.head.bias.zero_()
        network.head.bias[network.classes] = -3.5
    return network
