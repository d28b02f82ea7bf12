"""The study's ResNet-18 on white blood cells, without additional information.

ImageNet weights; everything is frozen but the last two 2-layer blocks (layer4) and the head of
five. Flips, rotations, normalisation; 30 epochs. Writes resnet_wbc_{100,50,10,1}.pt.
"""

from __future__ import annotations

import argparse

from training.command import add_common, settings_of, told, workplace
from training.config import ResnetWbc
from training.data.layouts import WBC_CLASSES
from training.device import opened_device
from training.imagenet import file_digest, imagenet_resnet18
from training.split_network import ResnetSplit
from training.wbc_runs import run_tasks, tasks

EXAMPLE = """example:
  wbc-train resnet-wbc --wbc ~/course/WBC --output runs/study
  wbc-train resnet-wbc --fraction 1 --fraction 10 --profile quick"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_common(parser)
    parser.add_argument(
        "--fraction", action="append", metavar="PERCENT", help="only this fraction; may be given again"
    )


def run(options: argparse.Namespace) -> int:
    """Train on all fractions asked for."""
    place = workplace(options)
    settings = settings_of(options, "resnet_wbc", ResnetWbc)
    weights = place.weights("resnet18")
    wanted = tasks(chosen_fractions(settings.fractions, options.fraction))

    def build(seed: int) -> ResnetSplit:
        network, folded = imagenet_resnet18(len(WBC_CLASSES), weights, seed)
        return ResnetSplit(network, "layer3", folded=folded)

    with told("ResNet-18 on WBC, no additional information"), opened_device(options.device) as device:
        run_tasks(
            "resnet_wbc",
            wanted,
            build,
            settings,
            place,
            device,
            upstream={"imagenet": file_digest(weights)},
            masked=False,
        )
    return 0


def chosen_fractions(table: dict[str, tuple[int, ...]], only: list[str] | None) -> dict[str, tuple[int, ...]]:
    """The table of fractions, or those asked for (seed 0 where the table does not name them).

    Raises:
        WrongUse: A fraction is no percentage.
    """
    from wbc_desktop.core.errors import WrongUse

    if not only:
        return table
    chosen = {}
    for text in only:
        try:
            ok = 0 < float(text) <= 100
        except ValueError:
            ok = False
        if not ok:
            raise WrongUse(f"“{text}” is no percentage.", "Use e.g. --fraction 10.")
        chosen[f"{float(text):g}"] = table.get(f"{float(text):g}", (0,))
    return chosen
