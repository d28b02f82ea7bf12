"""The study's artefacts, loaded again and used: the last step of ``reproduce``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import nn

from training import checkpoint
from training.autoencoders import VitAutoencoder
from training.combined import artefact_name
from training.config import Combined
from training.data.fractions import fraction_name
from training.data.layouts import WBC_CLASSES
from training.prcc_cluster import FEATURES, LABELS
from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.models.networks.autoencoder import SIDE, ConvAutoencoder
from wbc_desktop.models.networks.combined import CombinedNet
from wbc_desktop.models.networks.resnet import resnet18

STUDY_FRACTIONS = (1.0, 0.5, 0.1, 0.01)


def expected(settings: Combined) -> list[str]:
    """File names that a whole reproduction leaves in the output folder."""
    names = [f"resnet_wbc_{fraction_name(f)}.pt" for f in STUDY_FRACTIONS]
    names += ["resnet_cam16.pt", FEATURES, LABELS, "pRCC_clustered_resnet.pt"]
    names += ["pRCC_autoencoder.pt", "pRCC_autoencoder_masked.pt", "pRCC_autoencoder_vit.pt"]
    for variant, fractions in settings.variants.items():
        names += [f"{artefact_name(variant)}_{fraction}.pt" for fraction in fractions]
    return names


def used_again(output: Path, settings: Combined, side: int) -> Iterator[str]:
    """Load every artefact and run it once.

    Args:
        output: The output folder.
        settings: Which variants of CombinedNet there are.
        side: Side of the test image in pixels.

    Yields:
        A sentence for each artefact.

    Raises:
        ModelRefused: One is missing, does not load, or answers with values that are no numbers.
    """
    for name in expected(settings):
        path = output / name
        if path.suffix == ".csv":
            yield f"{name}: {_rows(path)} rows"
            continue
        network, shape = _network(name, path)
        network.eval()
        images = torch.randn(2, 3, *shape or (side, side), generator=torch.Generator().manual_seed(0))
        with torch.no_grad():
            answer = network(images)
        if not torch.isfinite(answer).all():
            raise ModelRefused("The network answers with values that are no numbers.", file=path)
        yield f"{name}: loaded, answers {tuple(answer.shape)}"


def _rows(path: Path) -> int:
    try:
        with path.open(newline="", encoding="utf-8") as stream:
            return sum(1 for _ in csv.DictReader(stream))
    except OSError as error:
        raise ModelRefused("This table is missing.", file=path) from error


def _network(name: str, path: Path) -> tuple[nn.Module, tuple[int, int] | None]:
    network: nn.Module
    if name.startswith("pRCC_autoencoder"):
        network = VitAutoencoder() if "vit" in name else ConvAutoencoder()
        checkpoint.load_into(network, path, "the pRCC autoencoder")
        return network, (SIDE, SIDE)
    if name.startswith("combinedNet"):
        network = CombinedNet(len(WBC_CLASSES))
        network.cam16.fc = nn.Identity()
        if "classifier" in name:
            network.encoder = resnet18(0)
        elif "vit" in name:
            network.encoder = VitAutoencoder().encoder
        checkpoint.load_into(network, path, "CombinedNet")
        return network, None
    network = resnet18(len(WBC_CLASSES) if name.startswith("resnet_wbc") else 2)
    checkpoint.load_into(network, path, "ResNet-18")
    return network, None
