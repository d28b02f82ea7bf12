"""Fitting and scoring a classifier: what ResNet-18, CAM16, the pRCC classifier and CombinedNet share."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from training import checkpoint
from training.augmentation import ViewChoice
from training.batches import Batch, Batches, CachedBatches, ImageBatches, Order, exact
from training.config import Experiment, Loop
from training.data.items import ImageSet
from training.device import Device
from training.gemm_convolution import use_matrix_products
from training.loop import Fit, fit
from training.run_folder import Row, RunFolder
from training.split_network import SplitNetwork
from training.trunk_cache import TrunkCache

EVALUATION_BATCH = 128


@dataclass(frozen=True)
class Answers:
    """A network's answers on a part of a set.

    Attributes:
        labels: (images,) true classes.
        probabilities: (images, classes).
        loss: Mean cross-entropy.
    """

    labels: npt.NDArray[np.int64]
    probabilities: npt.NDArray[np.float32]
    loss: float

    @property
    def accuracy(self) -> float:
        """Share of right answers; nan without images."""
        if not len(self.labels):
            return float("nan")
        return float((self.probabilities.argmax(1) == self.labels).mean())


def cross_entropy(network: nn.Module, batch: Batch, _epoch: int) -> tuple[Tensor, dict[str, float]]:
    """The classifiers' objective."""
    logits = network(*batch.parts).float()
    loss = nn.functional.cross_entropy(logits, batch.labels)
    return loss, {"accuracy": float((logits.argmax(1) == batch.labels).sum())}


def answers(split: SplitNetwork, batches: Batches, device: Device, precision: str) -> Answers:
    """Run a network over a part of a set in eval mode."""
    split.eval()
    logits, labels = [], []
    with torch.no_grad():
        for batch in batches.epoch(0):
            with device.autocast(precision):
                logits.append(split(*batch.parts).float().cpu())
            labels.append(batch.labels.cpu())
    if not logits:
        return Answers(np.zeros(0, np.int64), np.zeros((0, 1), np.float32), float("nan"))
    joined, truth = torch.cat(logits), torch.cat(labels)
    loss = float(nn.functional.cross_entropy(joined, truth))
    return Answers(truth.numpy(), torch.softmax(joined, 1).numpy(), loss)


@dataclass(frozen=True)
class ClassifierRun:
    """One training of a classifier.

    Attributes:
        split: The network.
        images: The set, checked and thinned.
        settings: Its settings.
        seed: Its seed.
        cache: The trunk's output, where it was kept.
        artefact: Where the weights of the chosen epoch go.
        title: Shown before the progress bar.
    """

    split: SplitNetwork
    images: ImageSet
    settings: Experiment
    seed: int
    cache: TrunkCache | None
    artefact: Path
    title: str

    def run(self, device: Device, folder: RunFolder) -> dict[str, Any]:
        """Train, choose the epoch by validation, write weights, predictions and record.

        Returns:
            The figures: test accuracy of the best epoch as the study reports it, of the last,
            and of the one that validation chose.
        """
        self.split.to(device.torch)
        if self.settings.loop.channels_last:
            self.split.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.split.prepare()
        if device.torch.type == "cpu" and device.low_precision(self.settings.loop.precision):
            for module in self.split.small_map_modules():
                use_matrix_products(module)
        parts = {name: self._batches(name, device) for name in ("val", "test")}
        loop = self.settings.loop

        def score(_epoch: int) -> Row:
            row: Row = {}
            for name, batches in parts.items():
                seen = answers(self.split, batches, device, loop.precision)
                row |= {f"{name}_loss": seen.loss, f"{name}_accuracy": seen.accuracy}
            return row

        job = Fit(
            network=self.split,
            training_mode=self.split.training_mode,
            objective=cross_entropy,
            train=self._batches("train", device),
            score=score,
            better=_better,
            saved=self.split.network,
        )
        seconds = fit(job, loop, self.seed, device, folder, self.title)
        self.split.network.load_state_dict(job.chosen)
        final = answers(self.split, parts["test"], device, loop.precision)
        figures = self._figures(job, final)
        if device.first:
            checkpoint.save(job.chosen, self.artefact)
            _write_predictions(folder.path / "predictions.csv", self.images, final)
            folder.finish(figures, data=description(self.images), seconds=seconds)
        device.barrier()
        return figures

    def _batches(self, part: str, device: Device) -> Batches:
        items = self.images.of(part)
        loop = self.settings.loop
        training = part == "train"
        order = Order(
            len(items),
            batch_size(loop, len(items)) if training else EVALUATION_BATCH,
            self.seed if training else None,
            device.rank if training else 0,
            device.world if training else 1,
        )
        view = ViewChoice(self.settings.views, self.seed) if training else None
        if self.cache is not None:
            return CachedBatches(
                items, self.cache, order, device, view=view, channels_last=loop.channels_last
            )
        return ImageBatches(
            items,
            self.settings.image_size,
            order,
            device,
            view=view,
            workers=loop.workers,
            split=self.split,
            precision=loop.precision,
            channels_last=loop.channels_last,
        )

    def _figures(self, job: Fit, final: Answers) -> dict[str, Any]:
        classes = list(self.images.classes)
        matrix = np.zeros((len(classes), len(classes)), dtype=int)
        np.add.at(matrix, (final.labels, final.probabilities.argmax(1)), 1)
        recall = matrix.diagonal() / np.maximum(matrix.sum(1), 1)
        accuracies = [row["test_accuracy"] for row in job.history]
        return {
            "test_images": int(matrix.sum()),
            "best_test_accuracy": max(accuracies),
            "best_test_epoch": int(accuracies.index(max(accuracies)) + 1),
            "last_test_accuracy": accuracies[-1],
            "chosen_test_accuracy": final.accuracy,
            "chosen_epoch": int(job.chosen_row["epoch"]),
            "chosen_val_accuracy": job.chosen_row["val_accuracy"],
            "macro_recall": float(recall.mean()),
            "recall": dict(zip(classes, recall.tolist(), strict=True)),
            "confusion": matrix.tolist(),
        }


def batch_size(loop: Loop, images: int) -> int:
    """The batch of a training part: smaller where there are few images (``Loop.min_steps``)."""
    return min(loop.batch_size, max(8, images // loop.min_steps))


def use_cache(settings: Experiment) -> bool:
    """Whether the trunk's output is kept: asked for, and the views allow it."""
    return settings.loop.cache_trunk and exact(settings.views)


def description(images: ImageSet) -> dict[str, Any]:
    """What a record says of its data."""
    return {
        "name": images.name,
        "digest": images.digest(),
        "classes": list(images.classes),
        "counts": images.counts()
        if images.classes
        else {s: [len(images.of(s))] for s in ("train", "val", "test")},
        "masks": sum(item.mask is not None for item in images.of("train")),
        "notes": list(images.notes),
    }


def _better(row: Row, best: Row) -> bool:
    """By validation accuracy, then loss; without a validation part the last epoch is taken."""
    if row["val_accuracy"] != row["val_accuracy"]:
        return True
    return (row["val_accuracy"], -row["val_loss"]) > (best["val_accuracy"], -best["val_loss"])


def _write_predictions(path: Path, images: ImageSet, final: Answers) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "label", "predicted", *(f"p_{name}" for name in images.classes)])
        for item, label, row in zip(images.of("test"), final.labels, final.probabilities, strict=True):
            names = images.classes
            writer.writerow(
                [item.key, names[label], names[int(row.argmax())], *(f"{value:.5f}" for value in row)]
            )
