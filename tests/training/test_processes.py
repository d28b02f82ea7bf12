"""Several processes under torchrun: the batches, the losses and the voice of one."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from training.__main__ import main
from training.batches import Order
from training.command import RUNS
from wbc_desktop.core.errors import WrongUse

ROOT = Path(__file__).resolve().parents[2]
RUN = "pRCC_autoencoder_masked"


def losses(output: Path) -> list[float]:
    with (output / RUNS / RUN / "history.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [float(row[key]) for row in rows for key in ("train_loss", "val_loss", "test_loss")]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_processes_train_with_the_losses_of_one_and_speak_once(study, tmp_path):
    given = ["prcc-autoencoder", "--variant", "masked"]
    further = ["--set", "loop.precision=float32", "--set", "loop.batch_size=8"]
    assert main([*given, *study.options(tmp_path / "one"), *further]) == 0
    launch = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node=2", "-m", "training"]
    done = subprocess.run(
        [*launch, *given, *study.options(tmp_path / "two"), *further],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert losses(tmp_path / "two") == pytest.approx(losses(tmp_path / "one"), rel=1e-3)
    assert done.stdout.count("== pRCC autoencoder (masked)") == 1
    assert (tmp_path / "two" / f"{RUN}.pt").is_file()


def test_the_processes_share_every_batch_of_one_process():
    whole = Order(21, 8, seed=1)
    parts = [Order(21, 8, 1, rank, 2) for rank in (0, 1)]
    for epoch in range(3):
        shared = list(zip(*(part.batches(epoch) for part in parts), strict=True))
        assert [sorted(a + b) for a, b in shared] == [sorted(batch) for batch in whole.batches(epoch)]
        for rank, part in enumerate(parts):
            shares = [len(pair[rank]) / sum(map(len, pair)) for pair in shared]
            assert [weight / 2 for weight in part.weights(epoch)] == pytest.approx(shares)
    assert set(whole.weights(0)) == {1.0}


def test_too_many_processes_for_a_batch_are_told_before_any_step():
    with pytest.raises(WrongUse, match="8 processes cannot share batches of 8 images"):
        Order(100, 8, 1, 0, 8)
