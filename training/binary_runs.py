"""One training of a binary ResNet-18 with few frozen layers: CAM16, and pRCC by clusters."""

from __future__ import annotations

from training.classification import ClassifierRun, use_cache
from training.command import Workplace, open_run
from training.config import Experiment
from training.data.items import ImageSet
from training.device import Device
from training.imagenet import file_digest, imagenet_resnet18
from training.split_network import ResnetSplit
from training.trunk_cache import opened_cache
from training.wbc_runs import settings_identity, told_figures

SEED = 0


def run_binary(
    name: str, images: ImageSet, settings: Experiment, frozen: str, place: Workplace, device: Device
) -> bool:
    """Train, unless it was finished before.

    Args:
        name: The artefact's name without suffix.
        images: The checked set.
        settings: The experiment's settings.
        frozen: The last frozen layer.
        place: Output and weights.
        device: Where to compute.

    Returns:
        Whether it was trained now.
    """
    weights = place.weights("resnet18")
    identity = {
        "name": name,
        "settings": settings_identity(settings),
        "data": images.digest(),
        "seed": SEED,
        "upstream": {"imagenet": file_digest(weights)},
    }
    artefact = place.artefact(name, SEED, SEED)
    folder = open_run(place, place.run_path(name, SEED, SEED), identity, [artefact], device)
    if folder is None:
        return False
    network, folded = imagenet_resnet18(len(images.classes), weights, SEED)
    split = ResnetSplit(network, frozen, folded=folded)
    cache = None
    if use_cache(settings):
        split.to(device.torch)
        cache = opened_cache(split, images.items, settings.image_size, place.caches, device, settings.loop)
    training = ClassifierRun(split, images, settings, SEED, cache, artefact, name)
    print(told_figures(name, training.run(device, folder)), flush=True)
    return True
