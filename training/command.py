"""What the study's commands share: options, settings, checked data, output folder."""

from __future__ import annotations

import argparse
import csv
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from training import config
from training.config import DataSettings
from training.data.checks import Findings, check, summary_table
from training.data.items import ImageSet
from training.data.sources import StudyData, weights_file
from training.device import Device
from training.processes import first_process
from training.run_folder import RunFolder
from wbc_desktop.core.errors import OutputFault, WrongUse

T = TypeVar("T", bound=BaseModel)

RUNS = "runs"
"""Folder of the runs within the output folder."""


def add_common(parser: argparse.ArgumentParser) -> None:
    """Options of every command of the study."""
    add = parser.add_argument
    add("--output", type=Path, default=Path("runs/study"), help="folder for artefacts and runs (%(default)s)")
    add("--data", type=Path, help="data folder (default: WBC_DATA, else ../shared/data)")
    add("--wbc", type=Path, help="white cells: study layout, class folders, or a CSV file,label,split")
    add("--masks", type=Path, help="masks of the white cells, under the images' names")
    add("--cam16", type=Path, help="CAM16 patches: study layout, class folders, or a CSV")
    add("--prcc", type=Path, help="folder of pRCC images without labels")
    add_profile(parser, "full, quick (no GPU), brief (minutes) or smoke (seconds, a few images)")
    add("--config", type=Path, help="a settings file in place of the command's own in training/configs")
    add("--set", action="append", default=[], metavar="KEY=VALUE", help="one setting, e.g. loop.epochs=3")
    add(
        "--data-set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="one setting of data.yaml, e.g. duplicates=stop",
    )
    add("--device", default="auto", choices=("auto", "cpu", "cuda", "mps"))
    add("--threads", type=int, default=0, help="threads of the processor to use (default: torch's choice)")
    add("--restart", action="store_true", help="throw away checkpoints and finished runs of this command")


def add_profile(
    parser: argparse.ArgumentParser, profiles: str = "full or smoke (seconds, a few images)"
) -> None:
    """The option that chooses a profile of the command's settings in ``training/configs``."""
    parser.add_argument("--profile", default="full", help=profiles)


def profile_of(options: argparse.Namespace, name: str, kind: type[T]) -> T:
    """The settings of a command whose own options go before those of its profile.

    Raises:
        WrongUse: There is no such profile, or a value makes no sense.
    """
    settings = config.load(name, kind, options.profile)
    return config.with_options(settings, {key: getattr(options, key, None) for key in kind.model_fields})


@dataclass(frozen=True)
class Workplace:
    """A command's surroundings.

    Attributes:
        output: Where artefacts go, under the study's names.
        data: The image sets.
        profile: Name of the profile.
        restart: Whether finished runs are made again.
    """

    output: Path
    data: StudyData
    profile: str
    restart: bool

    @property
    def caches(self) -> Path:
        """Where the frozen layers' output is kept."""
        return self.output / "cache"

    def run_path(self, name: str, seed: int, first_seed: int) -> Path:
        """Folder of a run; further seeds have folders of their own."""
        return self.output / RUNS / (name if seed == first_seed else f"{name}_seed{seed}")

    def artefact(self, name: str, seed: int, first_seed: int) -> Path:
        """Path of an artefact: the study's name, in the output folder for the first seed."""
        if seed == first_seed:
            return self.output / f"{name}.pt"
        return self.output / "seeds" / str(seed) / f"{name}.pt"

    def weights(self, kind: str) -> Path | None:
        """Path of given ImageNet weights: ``resnet18``, ``vgg16`` or ``vgg19norm``."""
        return weights_file(self.data.root, getattr(self.data.settings, f"{kind}_weights"), kind)


def workplace(options: argparse.Namespace) -> Workplace:
    """Read data settings and options.

    Raises:
        WrongUse: A setting or folder makes no sense.
        OutputFault: The output folder cannot be written.
    """
    import torch

    if options.threads > 0:
        torch.set_num_threads(options.threads)
    changes = tuple(options.data_set)
    profile = options.profile if options.profile in _profiles() else "full"
    settings = config.load("data", DataSettings, profile, changes)
    root = config.data_root(options.data)
    settings = _with_paths(settings, options)
    try:
        options.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFault(
            "The output folder cannot be made.", file=options.output, detail=str(error)
        ) from error
    return Workplace(options.output, StudyData(settings, root), options.profile, options.restart)


def _profiles() -> set[str]:
    import yaml

    values = yaml.safe_load((config.FOLDER / "data.yaml").read_text(encoding="utf-8"))
    return {"full", *values.get("profiles", {})}


def _with_paths(settings: DataSettings, options: argparse.Namespace) -> DataSettings:
    changes: dict[str, object] = {}
    for key in ("wbc", "cam16", "prcc"):
        given = getattr(options, key)
        if given is not None:
            changes[key] = (config.Source(path=str(given.resolve())),)
    settings = settings.model_copy(update=changes)
    if options.masks is not None:
        if not options.masks.is_dir():
            raise WrongUse("The folder of masks is missing.", file=options.masks)
        first = settings.wbc[0].model_copy(update={"masks": str(options.masks.resolve())})
        settings = settings.model_copy(update={"wbc": (first, *settings.wbc[1:])})
    return settings


def settings_of(options: argparse.Namespace, name: str, kind: type[T]) -> T:
    """The command's settings: its file or the user's, the profile, and single changes."""
    return config.load(str(options.config or name), kind, options.profile, tuple(options.set))


@contextmanager
def told(title: str) -> Iterator[None]:
    """Print a title before a part of the work."""
    print(f"== {title}", flush=True)
    yield


def checked(images: ImageSet, place: Workplace, *, quiet: bool = False) -> ImageSet:
    """Check a set, print its table, and keep the findings beside the runs.

    Raises:
        WrongUse: The set cannot be trained on (``training.data.checks``).
    """
    settings = place.data.settings
    found = check(
        images,
        near_bits=settings.near_duplicate_bits,
        duplicates=settings.duplicates,
        memory=place.output / "checks" / "fingerprints.json",
    )
    if not quiet:
        print(summary_table(found.images), *found.images.notes, *found.sentences(), sep="\n", flush=True)
    folder = place.output / "checks"
    folder.mkdir(exist_ok=True)
    if first_process():
        _write_findings(found, folder / f"{images.name}.csv")
    return found.images


def _write_findings(found: Findings, path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["finding", "file", "other"])
        writer.writerows(["unreadable", name, ""] for name in found.unreadable)
        writer.writerows(["same file", *pair] for pair in found.exact)
        writer.writerows(["looks alike", *pair] for pair in found.near)


def open_run(
    place: Workplace, path: Path, identity: dict[str, Any], products: Sequence[Path], device: Device
) -> RunFolder | None:
    """The folder of a run that is still to be done.

    Args:
        place: Says whether finished runs are made again.
        path: The run's folder.
        identity: What makes this run another than the next (``RunFolder``).
        products: Files that a finished run leaves.
        device: All processes come here together.

    Returns:
        The folder, or None where the same run was finished before.
    """
    if place.restart:
        if device.first:
            shutil.rmtree(path, ignore_errors=True)
        device.barrier()
    folder = RunFolder(path, identity)
    if folder.record() is not None and all(product.is_file() for product in products):
        print(f"{path.name}: finished before.", flush=True)
        return None
    return folder
