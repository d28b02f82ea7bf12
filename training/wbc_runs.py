"""Trainings on WBC fractions: the same steps for ResNet-18 and for every variant of CombinedNet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from training.classification import ClassifierRun, use_cache
from training.command import Workplace, checked, open_run
from training.config import Experiment, Settings
from training.data.fractions import fraction_name
from training.data.items import ImageSet
from training.device import Device
from training.run_folder import RunFolder
from training.split_network import SplitNetwork
from training.trunk_cache import opened_cache


@dataclass(frozen=True, slots=True)
class Task:
    """One training: a fraction and a seed.

    Attributes:
        fraction: Over 0 to 1.
        seed: Chooses the fraction's images and everything random.
        first_seed: The seed whose weights get the study's file name.
    """

    fraction: float
    seed: int
    first_seed: int


def tasks(fractions: Mapping[str, Sequence[int]]) -> list[Task]:
    """The trainings of a table {percent: seeds}: first seeds before further ones, small fractions first."""
    found = [
        Task(float(percent) / 100, seed, seeds[0]) for percent, seeds in fractions.items() for seed in seeds
    ]
    return sorted(found, key=lambda task: (task.seed != task.first_seed, task.fraction, task.seed))


def run_tasks(
    name: str,
    wanted: Sequence[Task],
    build: Callable[[int], SplitNetwork],
    settings: Experiment,
    place: Workplace,
    device: Device,
    *,
    upstream: dict[str, Any],
    masked: bool = True,
) -> int:
    """Train every task that is not finished yet.

    Args:
        name: Artefact name before the fraction: ``resnet_wbc``.
        wanted: The trainings.
        build: Makes the network for a seed; its trunk is the same for every seed.
        settings: Settings of all.
        place: Output and data.
        device: Where to compute.
        upstream: What the network was built from, for the record.
        masked: Whether images are multiplied by their mask where there is one.

    Returns:
        How many were trained; the others were finished before.
    """
    pending = _pending(name, wanted, settings, place, device, upstream, masked)
    if not pending:
        return 0
    cache = None
    if use_cache(settings):
        union = [item for images, _ in pending.values() for item in images.items]
        split = build(0).to(device.torch)
        cache = opened_cache(split, union, settings.image_size, place.caches, device, settings.loop)
    for task, (images, folder) in pending.items():
        training = ClassifierRun(
            split=build(task.seed),
            images=images,
            settings=settings,
            seed=task.seed,
            cache=cache,
            artefact=_artefact(name, task, place),
            title=folder.path.name,
        )
        print(told_figures(folder.path.name, training.run(device, folder)), flush=True)
    return len(pending)


def _pending(
    name: str,
    wanted: Sequence[Task],
    settings: Experiment,
    place: Workplace,
    device: Device,
    upstream: dict[str, Any],
    masked: bool,
) -> dict[Task, tuple[ImageSet, RunFolder]]:
    """The trainings that are not finished, with their checked images and their folders."""
    found = {}
    for task, images in _checked_sets(wanted, place, masked).items():
        run_name = f"{name}_{fraction_name(task.fraction)}"
        path = place.run_path(run_name, task.seed, task.first_seed)
        identity = {
            "name": run_name,
            "settings": settings_identity(settings),
            "data": images.digest(),
            "seed": task.seed,
            "upstream": upstream,
        }
        folder = open_run(place, path, identity, [_artefact(name, task, place)], device)
        if folder is not None:
            found[task] = images, folder
    return found


def _artefact(name: str, task: Task, place: Workplace) -> Path:
    return place.artefact(f"{name}_{fraction_name(task.fraction)}", task.seed, task.first_seed)


def _checked_sets(wanted: Sequence[Task], place: Workplace, masked: bool) -> dict[Task, ImageSet]:
    """The images of every training, without those that the checks leave out.

    The largest fraction holds the files of the smaller ones, so one look at it is enough, except
    where the fractions are folders of their own.
    """
    largest = max(wanted, key=lambda task: task.fraction)
    good = {item.key for item in checked(_read(place, largest, masked), place).items}
    sets = {}
    for task in wanted:
        images = _read(place, task, masked)
        if any(item.key not in good for item in images.of("train")) and task != largest:
            good |= {item.key for item in checked(images, place, quiet=True).items}
        sets[task] = images.with_items(item for item in images.items if item.key in good)
    return sets


def _read(place: Workplace, task: Task, masked: bool) -> ImageSet:
    images = place.data.wbc(task.fraction, task.seed)
    if masked:
        return images
    return images.with_items(replace(item, mask=None) for item in images.items)


def told_figures(name: str, figures: dict[str, Any]) -> str:
    """One line on a finished run."""
    return (
        f"{name}: test accuracy {figures['chosen_test_accuracy']:.2%} (epoch {figures['chosen_epoch']}, "
        f"chosen by validation), last {figures['last_test_accuracy']:.2%}, "
        f"best {figures['best_test_accuracy']:.2%}; {figures['test_images']} images"
    )


def settings_identity(settings: Settings) -> dict[str, Any]:
    """The settings that shape one training: not which others are run, nor how fast it computes."""
    values = settings.model_dump(exclude={"fractions", "variants"}, exclude_defaults=True)
    for key in ("workers", "checkpoint_seconds"):
        values.get("loop", {}).pop(key, None)
    return values
