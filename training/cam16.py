"""The study's tumour classifier on CAM16 patches.

ResNet-18 from ImageNet weights; only conv1 and the first 2-layer block (layer1) are frozen, a head
of two; inputs are multiplied by their tumour mask where there is one; 20 epochs. Writes
resnet_cam16.pt.
"""

from __future__ import annotations

import argparse

from training.binary_runs import run_binary
from training.command import add_common, checked, settings_of, told, workplace
from training.config import Cam16
from training.device import opened_device

EXAMPLE = """example:
  wbc-train cam16 --cam16 ~/course/CAM16_100cls_10mask --output runs/study"""

ARTEFACT = "resnet_cam16"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_common(parser)


def run(options: argparse.Namespace) -> int:
    """Train the classifier."""
    place = workplace(options)
    settings = settings_of(options, "cam16", Cam16)
    with told("ResNet-18 on CAM16"), opened_device(options.device) as device:
        images = checked(place.data.cam16(), place)
        run_binary(ARTEFACT, images, settings, settings.frozen, place, device)
    return 0
