"""A batch on a Dask cluster: the same answers in the same order, also when a worker is killed."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from made_fields import ColourCounter, field, save

from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.events import ImageCounted
from wbc_desktop.imaging.folder import collect_samples
from wbc_desktop.inference.cluster import ClusterTask, count_on_cluster
from wbc_desktop.inference.count import count_samples

distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")


def slow_counter(*_: object, **__: object) -> ColourCounter:
    return ColourCounter(pause=0.3)


def _plain(event: ImageCounted) -> tuple[object, ...]:
    cells = [(c.number, c.box, c.prediction, c.mask.labels.tolist() if c.mask else None) for c in event.cells]
    return (event.sample, event.image, event.width, event.height, event.warnings, cells)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_killed_worker_costs_nothing_but_time(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))  # the workers get this path too
    for n in range(6):
        for image in range(2):
            save(tmp_path / f"smear{n}" / f"{image}.png", field([n % 5, image]))
    samples = collect_samples([tmp_path])
    alone = [e for e in count_samples(samples, ColourCounter()) if isinstance(e, ImageCounted)]
    settings = {"host": "127.0.0.1", "dashboard_address": None, "threads_per_worker": 1}
    with distributed.LocalCluster(n_workers=2, processes=True, **settings) as cluster:
        victim = next(iter(cluster.workers.values())).pid
        task = ClusterTask(cluster.scheduler_address, counter="test_cluster:slow_counter")
        spread = []
        for event in count_on_cluster(samples, task):
            if isinstance(event, ImageCounted):
                if not spread:
                    os.kill(victim, signal.SIGKILL)
                    time.sleep(0.2)
                spread.append(event)
    assert [_plain(e) for e in spread] == [_plain(e) for e in alone]


def test_no_scheduler_is_a_sentence():
    with pytest.raises(WrongUse) as caught:
        list(count_on_cluster([], ClusterTask("tcp://127.0.0.1:1")))
    assert "scheduler" in caught.value.message
