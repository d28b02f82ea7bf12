"""The whole study in order of what needs what; goes on where it was stopped.

cam16, prcc-cluster, prcc-classifier, prcc-autoencoder (three variants), resnet-wbc, combined (all
variants), report. Parts that are finished are not repeated; a part that was stopped goes on from its
checkpoint. At the end every artefact is loaded again and used.
"""

from __future__ import annotations

import argparse
import copy
import time
from pathlib import Path

from training import (
    cam16,
    combined,
    config,
    prcc_autoencoder,
    prcc_classifier,
    prcc_cluster,
    report,
    resnet_wbc,
)
from training.artefacts import used_again
from training.command import add_common
from training.config import Combined
from training.device import Device, opened_device
from training.processes import first_process
from wbc_desktop.core.errors import WrongUse

EXAMPLE = """examples:
  wbc-train reproduce --wbc ~/course/WBC --cam16 ~/course/CAM16_100cls_10mask --prcc ~/course/pRCC_nolabel
  wbc-train reproduce --profile smoke        a few images, under three minutes on a processor
  torchrun --nproc-per-node 4 -m training reproduce --wbc ...      on four GPUs"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_common(parser)


def run(options: argparse.Namespace) -> int:
    """Run all parts, then the report."""
    if options.config is not None or options.set:
        raise WrongUse(
            "--config and --set belong to one experiment.",
            "Give them to its command; reproduce then keeps its run.",
        )
    start = time.monotonic()
    with opened_device(options.device) as device:
        _with_generated_data(options, device)
        _run_parts(options)
    if not first_process():
        return 0
    settings = config.load("combined", Combined, options.profile)
    print("== Every artefact loaded again and used")
    for sentence in used_again(options.output, settings, settings.image_size):
        print(sentence, flush=True)
    report.run(options)
    print(f"Finished in {(time.monotonic() - start) / 60:.1f} min.", flush=True)
    return 0


def _run_parts(options: argparse.Namespace) -> None:
    for variant in prcc_autoencoder.VARIANTS:
        if variant == "conv":
            for module in (cam16, prcc_cluster, prcc_classifier):
                module.run(copy.copy(options))
        prcc_autoencoder.run(_with(options, variant=variant))
    resnet_wbc.run(_with(options, fraction=None))
    combined.run(_with(options, variant=None, fraction=None, cam16_network=None, encoder=None))


def _with(options: argparse.Namespace, **values: object) -> argparse.Namespace:
    changed = copy.copy(options)
    for key, value in values.items():
        setattr(changed, key, value)
    return changed


def _with_generated_data(options: argparse.Namespace, device: Device) -> None:
    """In the smoke profile, make tiny images where there is no data folder."""
    given = (options.wbc, options.cam16, options.prcc)
    root: Path = config.data_root(options.data)
    if options.profile != "smoke" or root.is_dir() or any(given):
        return
    from training.data.generated import make_data_folder

    options.data = options.output / "generated"
    if device.first:
        make_data_folder(options.data)
    device.barrier()
    print(
        f"There is no data folder at {root}: the smoke run uses generated images and random "
        "weights. It shows that everything runs; its figures mean nothing.",
        flush=True,
    )
