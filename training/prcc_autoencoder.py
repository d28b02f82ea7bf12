"""The pRCC autoencoder: what the study's CombinedNet takes its second 512 features from.

Convolutional, latent of 512, mean squared error, trained on ROIs. Writes pRCC_autoencoder.pt (with
--variant masked: pRCC_autoencoder_masked.pt, masked-image modelling; vit: pRCC_autoencoder_vit.pt, a
small vision transformer) and a picture of reconstructions.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training import checkpoint
from training.augmentation import ViewChoice
from training.autoencoders import autoencoder, hidden_patches
from training.batches import Batch, ImageBatches, Order
from training.classification import description
from training.command import Workplace, add_common, checked, open_run, settings_of, told, workplace
from training.config import PrccAutoencoder
from training.data.images import MEAN, STD
from training.data.items import ImageSet
from training.device import Device, opened_device
from training.loop import Fit, Objective, fit
from training.run_folder import Row, RunFolder
from training.wbc_runs import settings_identity
from wbc_desktop.models.networks.autoencoder import SIDE

EXAMPLE = """example:
  wbc-train prcc-autoencoder --prcc ~/course/pRCC_nolabel --output runs/study
  wbc-train prcc-autoencoder --variant vit"""

VARIANTS = {"conv": "", "masked": "_masked", "vit": "_vit"}
SEED = 0
SHOWN = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_common(parser)
    parser.add_argument("--variant", choices=tuple(VARIANTS), default="conv", help="default: %(default)s")


def run(options: argparse.Namespace) -> int:
    """Train one autoencoder."""
    place = workplace(options)
    suffix = VARIANTS[options.variant]
    settings = settings_of(options, f"prcc_autoencoder{suffix}", PrccAutoencoder)
    with told(f"pRCC autoencoder ({options.variant})"), opened_device(options.device) as device:
        images = checked(place.data.prcc(), place)
        train(f"pRCC_autoencoder{suffix}", images, settings, place, device)
    return 0


def train(name: str, images: ImageSet, settings: PrccAutoencoder, place: Workplace, device: Device) -> bool:
    """Train an autoencoder, unless it was finished before; returns whether it was trained now."""
    identity = {
        "name": name,
        "settings": settings_identity(settings),
        "data": images.digest(),
        "seed": SEED,
    }
    artefact = place.artefact(name, SEED, SEED)
    folder = open_run(place, place.run_path(name, SEED, SEED), identity, [artefact], device)
    if folder is None:
        return False
    torch.manual_seed(SEED)
    network = autoencoder(settings).to(device.torch)
    parts = {name: _batches(images, name, settings, device) for name in ("train", "val", "test")}

    def score(_epoch: int) -> Row:
        return {
            f"{part}_loss": rebuilding_error(network, parts[part], device, settings.loop.precision)
            for part in ("val", "test")
        }

    job = Fit(
        network=network,
        training_mode=lambda: _training_mode(network),
        objective=objective(settings),
        train=parts["train"],
        score=score,
        better=lambda row, best: not row["val_loss"] >= best["val_loss"],
        saved=network,
    )
    seconds = fit(job, settings.loop, SEED, device, folder, name)
    network.load_state_dict(job.chosen)
    if device.first:
        checkpoint.save(job.chosen, artefact)
        _picture(network, parts["test"], folder, device)
        figures = _figures(job, settings, network)
        folder.finish(figures, data=description(images), seconds=seconds)
        print(f"{name}: test mean squared error {figures['test_loss']:.4f} (normalised units)", flush=True)
    device.barrier()
    return True


def objective(settings: PrccAutoencoder) -> Objective:
    """Mean squared error over the whole image, or over the hidden patches of a masked one."""

    def whole(network: nn.Module, batch: Batch, _epoch: int) -> tuple[Tensor, dict[str, float]]:
        images = batch.parts[0]
        return nn.functional.mse_loss(network(images).float(), images), {}

    def masked(network: nn.Module, batch: Batch, epoch: int) -> tuple[Tensor, dict[str, float]]:
        images = batch.parts[0]
        hidden = hidden_patches(batch.indices.tolist(), settings.mask_share, (SEED, epoch)).to(images.device)
        error = (network(images * (1 - hidden)).float() - images) ** 2
        return (error * hidden).sum() / (hidden.sum() * images.shape[1]), {}

    return whole if settings.objective == "mse" else masked


def rebuilding_error(network: nn.Module, batches: ImageBatches, device: Device, precision: str) -> float:
    """Mean squared error of the whole, unmasked image, in normalised units: comparable over objectives."""
    network.eval()
    total, count = 0.0, 0
    with torch.no_grad():
        for batch in batches.epoch(0):
            images = batch.parts[0]
            with device.autocast(precision):
                error = nn.functional.mse_loss(network(images).float(), images)
            total += float(error) * len(images)
            count += len(images)
    return total / count if count else float("nan")


def _training_mode(network: nn.Module) -> None:
    network.train()


def _batches(images: ImageSet, part: str, settings: PrccAutoencoder, device: Device) -> ImageBatches:
    items = images.of(part)
    training = part == "train"
    loop = settings.loop
    order = Order(
        len(items),
        loop.batch_size,
        SEED if training else None,
        device.rank if training else 0,
        device.world if training else 1,
    )
    view = ViewChoice(settings.views, SEED) if training else None
    return ImageBatches(
        items, SIDE, order, device, view=view, workers=loop.workers, channels_last=loop.channels_last
    )


def _figures(job: Fit, settings: PrccAutoencoder, network: nn.Module) -> dict[str, Any]:
    encoder = network.encoder
    assert isinstance(encoder, nn.Module)
    parameters = sum(p.numel() for p in encoder.parameters())
    return {
        "backbone": settings.backbone,
        "objective": settings.objective,
        "test_loss": job.chosen_row["test_loss"],
        "val_loss": job.chosen_row["val_loss"],
        "chosen_epoch": int(job.chosen_row["epoch"]),
        "last_test_loss": job.history[-1]["test_loss"],
        "encoder_parameters": parameters,
        "encoder_megabytes_fp16": parameters * 2 / 1e6,
    }


def _picture(network: nn.Module, batches: ImageBatches, folder: RunFolder, device: Device) -> None:
    """Test images above, their reconstructions below."""
    from PIL import Image

    network.eval()
    chosen = batches.items[:: max(1, len(batches.items) // SHOWN)][:SHOWN]
    few = ImageBatches(chosen, SIDE, Order(len(chosen), SHOWN), device, workers=0)
    with torch.no_grad():
        images = next(iter(few.epoch(0))).parts[0]
        again = network(images)
    mean = np.array(MEAN)[:, None, None]
    std = np.array(STD)[:, None, None]
    rows = []
    for batch in (images, again):
        pixels = batch.float().cpu().numpy() * std + mean
        rows.append(np.concatenate(list((pixels.clip(0, 1) * 255).astype(np.uint8)), axis=2))
    both = np.concatenate(rows, axis=1).transpose(1, 2, 0)
    Image.fromarray(np.ascontiguousarray(both)).save(folder.path / "reconstructions.png")
