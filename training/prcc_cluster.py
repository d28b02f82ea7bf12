"""Clusters the pRCC images, which have no labels: features, PCA, k-means.

VGG16's 4096 features where its weights are given, else those of the given VGG-19, named in the
output; PCA to 100; k-means with k = 2. Writes prcc_feature.csv and prcc_cluster_label.csv.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.command import Workplace, add_common, checked, open_run, settings_of, told, workplace
from training.config import PrccCluster
from training.data.items import ImageSet, Item
from training.device import Device, opened_device
from training.imagenet import file_digest
from training.prcc_features import feature_source, features

EXAMPLE = """example:
  wbc-train prcc-cluster --prcc ~/course/pRCC_nolabel --output runs/study"""

FEATURES = "prcc_feature.csv"
LABELS = "prcc_cluster_label.csv"
SEED = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    add_common(parser)


def run(options: argparse.Namespace) -> int:
    """Compute features and clusters."""
    place = workplace(options)
    settings = settings_of(options, "prcc_cluster", PrccCluster)
    with told("pRCC by clustering"), opened_device(options.device) as device:
        images = checked(place.data.prcc(), place)
        cluster(images, settings, place, device)
        device.barrier()
    return 0


def cluster(images: ImageSet, settings: PrccCluster, place: Workplace, device: Device) -> bool:
    """Write both tables and the record, unless that was done before; returns whether it was done now."""
    import time

    vgg16, vgg19 = place.weights("vgg16"), place.weights("vgg19norm")
    identity = {
        "name": "prcc_cluster",
        "settings": settings.model_dump(exclude_defaults=True),
        "data": images.digest(),
        "upstream": [file_digest(file) for file in (vgg16, vgg19) if file is not None],
    }
    tables = place.output / FEATURES, place.output / LABELS
    folder = open_run(place, place.run_path("prcc_cluster", SEED, SEED), identity, tables, device)
    if folder is None or not device.first:
        return False
    start = time.monotonic()
    source = feature_source(settings, vgg16, vgg19)
    print(f"Features: {source.name}", flush=True)
    values = features(source, images.items, settings, device)
    result = clustered(values, settings)
    _write_features(tables[0], images.items, values)
    _write_labels(tables[1], images.items, result.labels)
    figures = result.figures(images.items) | {"features": source.name}
    notes = {"name": images.name, "digest": images.digest(), "notes": list(images.notes)}
    folder.finish(figures, data=notes, seconds=time.monotonic() - start)
    print(
        f"Cluster sizes {figures['sizes']}, silhouette {figures['silhouette']:.3f}, stability over "
        f"{settings.stability_seeds} seeds {figures['stability']:.3f} (adjusted Rand index)",
        flush=True,
    )
    return True


@dataclass(frozen=True)
class Clusters:
    """The clustering and how firm it is.

    Attributes:
        labels: (images,) cluster of each.
        explained: Share of the variance that the components keep.
        components: How many there are: fewer than asked for where there are few images.
        silhouette: Mean silhouette in the space of the components, -1 to 1.
        stability: Mean adjusted Rand index between the clusterings of all pairs of seeds.
        lowest: The least of these.
    """

    labels: npt.NDArray[np.int64]
    explained: float
    components: int
    silhouette: float
    stability: float
    lowest: float

    def figures(self, items: Sequence[Item]) -> dict[str, Any]:
        """The figures as plain values, with how the clusters spread over fields."""
        groups: dict[str, list[int]] = {}
        for item, label in zip(items, self.labels, strict=True):
            if item.box is not None:
                groups.setdefault(item.group, [0] * (int(self.labels.max()) + 1))[int(label)] += 1
        return {
            "sizes": np.bincount(self.labels).tolist(),
            "silhouette": self.silhouette,
            "stability": self.stability,
            "stability_lowest": self.lowest,
            "components": self.components,
            "explained_variance": self.explained,
            "clusters_per_field": groups,
        }


def clustered(values: npt.NDArray[np.float32], settings: PrccCluster) -> Clusters:
    """PCA and k-means, repeated over seeds for the stability."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.metrics import adjusted_rand_score, silhouette_score

    count = min(settings.components, *values.shape)
    pca = PCA(count, random_state=SEED)
    low = pca.fit_transform(values)
    runs = [
        KMeans(settings.clusters, n_init=10 if seed == SEED else 1, random_state=seed).fit_predict(low)
        for seed in range(settings.stability_seeds)
    ]
    agreement = [float(adjusted_rand_score(a, b)) for a, b in combinations(runs, 2)]
    return Clusters(
        labels=runs[0].astype(np.int64),
        explained=float(pca.explained_variance_ratio_.sum()),
        components=count,
        silhouette=float(silhouette_score(low, runs[0])),
        stability=float(np.mean(agreement)),
        lowest=min(agreement),
    )


def _names(items: Sequence[Item]) -> list[list[str | int]]:
    return [[item.file.name, *(item.box or ("", "", "", ""))] for item in items]


def _write_features(path: Path, items: Sequence[Item], values: npt.NDArray[np.float32]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "x", "y", "width", "height", *(f"f{i}" for i in range(values.shape[1]))])
        for name, row in zip(_names(items), values, strict=True):
            writer.writerow([*name, *(f"{value:.5g}" for value in row)])


def _write_labels(path: Path, items: Sequence[Item], labels: npt.NDArray[np.int64]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "x", "y", "width", "height", "split", "cluster"])
        for item, name, label in zip(items, _names(items), labels, strict=True):
            writer.writerow([*name, item.split, int(label)])


def read_labels(path: Path, images: ImageSet) -> ImageSet:
    """The images with their clusters as labels.

    Raises:
        WrongUse: The table is missing or is of other images.
    """
    from dataclasses import replace

    from wbc_desktop.core.errors import WrongUse

    if not path.is_file():
        raise WrongUse("The table of clusters is missing.", "Run prcc-cluster first.", file=path)
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    found = {(r["file"], r["x"], r["y"], r["width"], r["height"]): int(r["cluster"]) for r in rows}
    items = []
    for item, name in zip(images.items, _names(images.items), strict=True):
        label = found.get(tuple(str(part) for part in name))  # type: ignore[arg-type]
        if label is None:
            raise WrongUse(
                f"The table of clusters does not hold {item.key}.", "Run prcc-cluster again.", file=path
            )
        items.append(replace(item, label=label))
    classes = tuple(f"cluster {index}" for index in range(max(found.values()) + 1))
    return ImageSet(f"{images.name} clusters", classes, tuple(items), images.notes)
