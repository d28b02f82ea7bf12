"""Smoke runs of the commands that train and score the program's models, on a few real images."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from training import config
from training.__main__ import main
from training.command import profile_of
from training.config import Evaluate, Product, Segmenter
from training.finder.stored import load_samples
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.models.manifest import read_manifest

DATA = Path(os.environ.get("WBC_DATA", "../shared/data"))
real = pytest.mark.skipif(not DATA.is_dir(), reason="no real images: WBC_DATA is absent")
KINDS = {"segmenter": Segmenter, "product": Product, "evaluate": Evaluate}


def options(**given):
    import argparse

    return argparse.Namespace(profile="full", **given)


@real
@pytest.mark.data
@pytest.mark.slow
def test_the_finder_is_trained_in_seconds(tmp_path: Path, capsys) -> None:
    work = tmp_path / "work"
    words = ["segmenter", "--profile", "smoke", "--data", str(DATA), "--work", str(work)]
    assert main([*words, "--output", str(tmp_path / "finder")]) == 0
    assert "10 samples" in capsys.readouterr().out
    assert read_manifest(tmp_path / "finder").kind == "finder"
    assert len(load_samples(work / "samples1.npz")) == 10
    one_round = ["--minutes", "0.001", "--leave-out", "pbc", "--start", str(work / "round1.pt")]
    assert main([*words, *one_round, "--samples", str(work / "samples1.npz")]) == 0
    assert "8 samples" in capsys.readouterr().out


@real
@pytest.mark.data
@pytest.mark.slow
def test_a_classifier_is_trained_and_scored_in_seconds(tmp_path: Path, capsys) -> None:
    common = ["--profile", "smoke", "--data", str(DATA), "--work", str(tmp_path)]
    assert main(["evaluate", *common]) == 2
    assert "wbc-train product --leave-out" in capsys.readouterr().err
    assert main(["product", *common, "--leave-out", "zheng1", "--threads", "1"]) == 0
    assert (tmp_path / "resnet18_without_zheng1" / "weights.pt").is_file()
    assert not (tmp_path / "crops").exists()  # a full run must not take a few cells for all
    assert main(["evaluate", *common, "--output", str(tmp_path / "figures.md")]) == 0
    text = (tmp_path / "figures.md").read_text("utf-8")
    assert "| resnet18 | zheng1 | zheng1 |" in text
    assert "1 draws of 5 labelled cells" in text
    assert "weighed with each other: macro recall (share right)" in text
    assert text.count("The same cells weighed with each other") == 2
    assert "these figures mean nothing" in text


@pytest.mark.parametrize("command", KINDS)
def test_a_profile_that_is_not_there_is_told_with_those_there_are(
    command: str, tmp_path: Path, capsys
) -> None:
    assert main([command, "--profile", "smok", "--work", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "no profile “smok”" in told
    assert "full, smoke" in told
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(("command", "kind"), KINDS.items())
def test_a_smoke_run_is_a_smaller_one_of_the_same_settings(command: str, kind) -> None:
    full, smoke = (config.load(command, kind, profile) for profile in ("full", "smoke"))
    assert full.limit == 0 < smoke.limit
    if command != "segmenter":
        assert smoke.work != full.work


def test_the_full_settings_are_those_of_the_shipped_models() -> None:
    finder = config.load("segmenter", Segmenter)
    assert (finder.minutes, finder.pbc, finder.batch, finder.side) == ((7.0, 12.0, 25.0), 900, 16, 192)
    classifier = config.load("product", Product)
    assert (classifier.samples, classifier.size, classifier.batch) == (60_000, 160, 16)
    assert classifier.work == Path("runs/product")


def test_an_option_goes_before_the_profile() -> None:
    settings = profile_of(options(samples=9, size=None), "product", Product)
    assert (settings.samples, settings.size) == (9, 160)


@pytest.mark.parametrize(
    ("kind", "given"), [(Product, {"samples": 0}), (Product, {"size": 3}), (Segmenter, {"minutes": [-1.0]})]
)
def test_an_option_that_makes_no_sense_is_named(kind, given) -> None:
    name = kind.__name__.lower()
    with pytest.raises(WrongUse, match=next(iter(given))):
        profile_of(options(**given), name, kind)
