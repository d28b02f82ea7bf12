"""The loop: one way to fit any network of the study, exactly resumable."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from tqdm import tqdm

from training import checkpoint
from training.batches import Batch, Batches
from training.config import Loop
from training.device import Device, seed_everything
from training.run_folder import Row, RunFolder
from wbc_desktop.core.errors import ModelRefused

Objective = Callable[[nn.Module, Batch, int], tuple[Tensor, dict[str, float]]]
"""(network, batch, epoch) -> mean loss, and sums over the batch to be averaged over the epoch."""


@dataclass
class Fit:
    """What is fitted.

    Attributes:
        network: The network; parameters that train have ``requires_grad``.
        training_mode: Puts it in training mode before an epoch.
        objective: The loss.
        train: Training batches.
        score: Columns of an epoch's row on validation and test.
        better: Whether a row is better than the best so far, by validation alone.
        saved: The module whose state dict is the artefact.
    """

    network: nn.Module
    training_mode: Callable[[], None]
    objective: Objective
    train: Batches
    score: Callable[[int], Row]
    better: Callable[[Row, Row], bool]
    saved: nn.Module
    history: list[Row] = field(default_factory=list)
    chosen: checkpoint.State = field(default_factory=dict)
    chosen_row: Row = field(default_factory=dict)


def fit(job: Fit, settings: Loop, seed: int, device: Device, run: RunFolder, title: str) -> float:
    """Train to the last epoch, from the checkpoint where there is one.

    Args:
        job: What is fitted; its history and chosen weights are filled in.
        settings: Epochs, rate, schedule.
        seed: Seeds order, views and everything random.
        device: Where to compute.
        run: Where history and checkpoint go.
        title: Shown before the progress bar.

    Returns:
        Seconds that all epochs took, those before a stop included.

    Raises:
        ModelRefused: The checkpoint is of another run or architecture.
    """
    seed_everything(seed)
    steps = job.train.steps()
    trained = [p for p in job.network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        trained, settings.learning_rate, weight_decay=settings.weight_decay, fused=device.torch.type != "mps"
    )
    scheduler = _scheduler(optimizer, settings, steps)
    network = job.network
    if device.world > 1:
        network = DistributedDataParallel(network)
    first = _resume(job, optimizer, scheduler, run)
    saved_at = time.monotonic()
    quiet = not sys.stderr.isatty()
    bar = tqdm(
        total=settings.epochs * steps,
        initial=first * steps,
        desc=title,
        unit="step",
        disable=not device.first,
        mininterval=60.0 if quiet else 0.5,
        dynamic_ncols=not quiet,
    )
    with bar:
        for epoch in range(first, settings.epochs):
            start = time.monotonic()
            job.training_mode()
            row: Row = {"epoch": epoch + 1, "learning_rate": optimizer.param_groups[0]["lr"]}
            row |= _train_epoch(job, network, optimizer, scheduler, settings, epoch, device, bar)
            row |= job.score(epoch)
            row["seconds"] = time.monotonic() - start
            job.history.append(row)
            if not job.chosen_row or job.better(row, job.chosen_row):
                job.chosen, job.chosen_row = checkpoint.copied(job.saved), row
            bar.set_postfix({k: f"{v:.3g}" for k, v in row.items() if k.endswith(("accuracy", "loss"))})
            if device.first:
                run.write_history(job.history)
                if time.monotonic() - saved_at >= settings.checkpoint_seconds or epoch + 1 == settings.epochs:
                    _save(job, optimizer, scheduler, run, epoch + 1)
                    saved_at = time.monotonic()
    device.barrier()
    return sum(row["seconds"] for row in job.history)


def _train_epoch(
    job: Fit,
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    scheduler: torch.optim.lr_scheduler.LRScheduler,
    settings: Loop,
    epoch: int,
    device: Device,
    bar: Any,
) -> Row:
    sums = {"loss": 0.0, "images": 0.0}
    for batch in job.train.epoch(epoch):
        with device.autocast(settings.precision):
            loss, extra = job.objective(network, batch, epoch)
        optimizer.zero_grad(set_to_none=True)
        (loss * batch.weight).backward()
        optimizer.step()
        scheduler.step()
        count = len(batch.labels)
        for name, value in {"loss": loss.item() * count, "images": count, **extra}.items():
            sums[name] = sums.get(name, 0.0) + value
        bar.update(1)
    sums = device.summed(sums)
    images = sums.pop("images")
    return {f"train_{name}": value / images for name, value in sums.items()}


def _scheduler(
    optimizer: torch.optim.Optimizer, settings: Loop, steps: int
) -> torch.optim.lr_scheduler.LRScheduler:
    total = settings.epochs * steps
    if settings.schedule == "one_cycle":
        # One step beyond the last, so that the schedule may be stepped after every batch.
        return torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.learning_rate, total_steps=total + 1)
    if settings.schedule == "cosine":
        return torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, total)
    return torch.optim.lr_scheduler.ConstantLR(optimizer, factor=1.0)


def _save(
    job: Fit,
    optimizer: torch.optim.Optimizer,
    scheduler: torch.optim.lr_scheduler.LRScheduler,
    run: RunFolder,
    epochs: int,
) -> None:
    checkpoint.save(
        {
            "digest": run.digest,
            "epochs": epochs,
            "network": job.saved.state_dict(),
            "optimizer": optimizer.state_dict(),
            "scheduler": {k: v for k, v in scheduler.state_dict().items() if not callable(v)},
            "history": job.history,
            "chosen": job.chosen,
            "chosen_row": job.chosen_row,
            "rng": torch.get_rng_state(),
        },
        run.checkpoint,
    )


def _resume(
    job: Fit,
    optimizer: torch.optim.Optimizer,
    scheduler: torch.optim.lr_scheduler.LRScheduler,
    run: RunFolder,
) -> int:
    if not run.checkpoint.is_file():
        return 0
    state = checkpoint.load(run.checkpoint)
    if not isinstance(state, dict) or state.get("digest") != run.digest:
        raise ModelRefused(
            "The checkpoint belongs to a run with other settings, data or seed.",
            "Give another --output, or --restart to throw it away.",
            file=run.checkpoint,
        )
    try:
        job.saved.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        scheduler.load_state_dict(state["scheduler"])
    except (RuntimeError, KeyError, ValueError) as error:
        raise ModelRefused(
            "The checkpoint is of another architecture.", file=run.checkpoint, detail=str(error)
        ) from error
    job.history, job.chosen, job.chosen_row = state["history"], state["chosen"], state["chosen_row"]
    torch.set_rng_state(state["rng"])
    return int(state["epochs"])
