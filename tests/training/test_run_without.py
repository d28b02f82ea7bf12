"""The run that left a source out is found, whether it left out that one alone or others with it."""

from __future__ import annotations

import json
from pathlib import Path

from training.product.measure import run_without


def finished(work: Path, name: str, leave_out: str) -> Path:
    folder = work / name
    folder.mkdir()
    (folder / "recipe.json").write_text(json.dumps({"leave_out": leave_out}), "utf-8")
    (folder / "weights.pt").write_bytes(b"")
    return folder


def test_a_run_that_left_out_the_source_alone_goes_first(tmp_path: Path) -> None:
    both = finished(tmp_path, "resnet18_without_chula_zheng1", "chula,zheng1")
    assert run_without(tmp_path, "resnet18", "zheng1") == both
    alone = finished(tmp_path, "resnet18_without_zheng1", "zheng1")
    assert run_without(tmp_path, "resnet18", "zheng1") == alone
    assert run_without(tmp_path, "resnet18", "chula") == both


def test_a_run_of_other_sources_or_another_network_or_unfinished_is_none(tmp_path: Path) -> None:
    finished(tmp_path, "combinednet_without_pbc", "pbc")
    (tmp_path / "resnet18_without_pbc").mkdir()
    assert run_without(tmp_path, "resnet18", "pbc") is None
    assert run_without(tmp_path, "combinednet", "chula") is None
