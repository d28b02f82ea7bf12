"""CombinedNet on white blood cells: does what was learnt on other tissue help?

The frozen pRCC encoder (512 features) and the CAM16 network with its last two blocks (layer4) open
(512), joined to 1024, with a head of five; cells are multiplied by their mask where there is one.
Writes combinedNet_wbc_{100,50,10,1}.pt. Variants: autoencoder (the study's), classifier (the study's
rejected one: the pRCC classifier in the autoencoder's place), masked and vit (encoders beyond the study).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import nn

from training import checkpoint
from training.autoencoders import VitAutoencoder
from training.command import Workplace, add_common, settings_of, told, workplace
from training.config import Combined
from training.data.layouts import CAM16_CLASSES, WBC_CLASSES
from training.device import Device, opened_device
from training.imagenet import file_digest
from training.resnet_wbc import chosen_fractions
from training.split_network import CombinedSplit
from training.wbc_runs import run_tasks, tasks
from wbc_desktop.core.errors import ModelRefused, WrongUse
from wbc_desktop.models.networks.autoencoder import ConvAutoencoder
from wbc_desktop.models.networks.combined import CombinedNet
from wbc_desktop.models.networks.resnet import resnet18

EXAMPLE = """example:
  wbc-train combined --wbc ~/course/WBC --output runs/study
  wbc-train combined --variant classifier --fraction 1"""

CAM16_ARTEFACT = "resnet_cam16.pt"
ENCODERS = {
    "autoencoder": "pRCC_autoencoder.pt",
    "classifier": "pRCC_clustered_resnet.pt",
    "masked": "pRCC_autoencoder_masked.pt",
    "vit": "pRCC_autoencoder_vit.pt",
}

EVERY_FRACTION: dict[str, tuple[int, ...]] = {"100": (0,), "50": (0,), "10": (0,), "1": (0,)}
"""For a variant that the settings do not name."""


def artefact_name(variant: str) -> str:
    """The study's name for its own network; the variant's name joined to it for the others."""
    return "combinedNet_wbc" if variant == "autoencoder" else f"combinedNet_{variant}_wbc"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_common(parser)
    add = parser.add_argument
    add("--variant", action="append", choices=tuple(ENCODERS), help="only this; may be given again")
    add("--fraction", action="append", metavar="PERCENT", help="only this fraction; may be given again")
    add("--cam16-network", type=Path, help=f"default: OUTPUT/{CAM16_ARTEFACT}")
    add("--encoder", type=Path, help="the encoder's artefact, for one --variant (default: in OUTPUT)")


def run(options: argparse.Namespace) -> int:
    """Train on all variants and fractions asked for."""
    place = workplace(options)
    settings = settings_of(options, "combined", Combined)
    variants = options.variant or list(settings.variants)
    if options.encoder is not None and len(variants) != 1:
        raise WrongUse("--encoder goes with one --variant.")
    cam16 = options.cam16_network or place.output / CAM16_ARTEFACT
    with opened_device(options.device) as device:
        for variant in variants:
            encoder = options.encoder or place.output / ENCODERS[variant]
            table = chosen_fractions(settings.variants.get(variant, EVERY_FRACTION), options.fraction)
            with told(f"CombinedNet, variant {variant}"):
                train_variant(variant, table, settings, (cam16, encoder), place, device)
    return 0


def train_variant(
    variant: str,
    table: dict[str, tuple[int, ...]],
    settings: Combined,
    upstream: tuple[Path, Path],
    place: Workplace,
    device: Device,
) -> int:
    """Train one variant on a table {percent: seeds}; returns how many trainings were not done before."""
    cam16, encoder = upstream

    def build(seed: int) -> CombinedSplit:
        return combined_split(variant, cam16, encoder, seed)

    build(0)  # A missing or foreign file is told before the images are looked at.
    return run_tasks(
        artefact_name(variant),
        tasks(table),
        build,
        settings,
        place,
        device,
        upstream={"cam16": file_digest(cam16), "encoder": file_digest(encoder), "variant": variant},
    )


def combined_split(variant: str, cam16: Path, encoder: Path, seed: int) -> CombinedSplit:
    """CombinedNet from the artefacts of the parts before it.

    Args:
        variant: Key of ``ENCODERS``.
        cam16: Artefact of ``cam16``.
        encoder: Artefact of the variant's encoder.
        seed: Seeds the new head.

    Raises:
        ModelRefused: An artefact is missing or of another architecture.
    """
    torch.manual_seed(seed)
    network = CombinedNet(len(WBC_CLASSES))
    tumour = resnet18(len(CAM16_CLASSES))
    checkpoint.load_into(tumour, cam16, "the CAM16 network (ResNet-18 with a head of two)")
    tumour.fc = nn.Identity()
    network.cam16 = tumour
    network.encoder = _encoder(variant, encoder)
    return CombinedSplit(network, full_side=variant == "classifier")


def _encoder(variant: str, path: Path) -> nn.Module:
    if variant == "classifier":
        state = checkpoint.load(path)
        classes = len(state["fc.bias"]) if isinstance(state, dict) and "fc.bias" in state else 0
        if not classes:
            raise ModelRefused("This checkpoint is no pRCC classifier.", file=path)
        classifier = resnet18(classes)
        checkpoint.load_into(classifier, path, "the pRCC classifier (ResNet-18)")
        classifier.fc = nn.Identity()
        return classifier
    whole: nn.Module = VitAutoencoder() if variant == "vit" else ConvAutoencoder()
    checkpoint.load_into(whole, path, f"the pRCC autoencoder ({variant})")
    encoder = whole.encoder
    assert isinstance(encoder, nn.Module)
    return encoder
