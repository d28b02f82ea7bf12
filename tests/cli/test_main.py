"""The program as a whole: help, start time, wrong use, no display, and faults as sentences."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wbc_desktop import __version__
from wbc_desktop.cli import main as program
from wbc_desktop.cli.main import COMMANDS, main

HEAVY = ("torch", "numpy", "PySide6", "pydantic", "openslide", "tifffile", "PIL", "scipy")


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    without = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-m", "wbc_desktop", *arguments],
        capture_output=True,
        text=True,
        env={**without, **environment},
        check=False,
    )


def test_help_names_every_command_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert (f"\n    {name} " in shown) == program._exists(name)
    assert "count" in shown
    assert "research use only" in shown


@pytest.mark.parametrize("name", [n for n in COMMANDS if program._exists(n)])
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert f"wbc-desktop {name}" in capsys.readouterr().out.split("example", 1)[1]


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from wbc_desktop.cli.main import main; main(['--help']); main(['count', '--help'])\n"
        f"print([m for m in {HEAVY} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_help_is_there_at_once() -> None:
    """Measured in starts of a bare Python, as a machine that is slow or busy is slow at both."""

    def seconds(*command: str) -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, *command], capture_output=True, check=True)
        return time.perf_counter() - started

    pairs = [(seconds("-m", "wbc_desktop", "--help"), seconds("-c", "pass")) for _ in range(8)]
    assert min(helps for helps, _ in pairs) < 4 * min(bare for _, bare in pairs)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"wbc-desktop {__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("open",), ("open", "."), (".",)])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is always a display")
def test_without_a_display_one_line_names_count(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "wbc-desktop count" in done.stderr


def test_a_word_that_is_no_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cuont", "smears"]) == 2
    assert "cuont" in capsys.readouterr().err


def test_a_data_folder_that_is_not_named_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data-dir"]) == 2
    assert "expected one argument" in capsys.readouterr().err


def test_an_unexpected_fault_is_a_sentence_and_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: argparse.Namespace) -> int:
        raise KeyError("never thought of")

    monkeypatch.setattr("wbc_desktop.cli.count.run", fail)
    monkeypatch.setattr("logging.root.manager.loggerDict", {})
    assert main(["--data-dir", str(tmp_path / "data"), "count", ".", "--output", "out"]) == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told
    log = tmp_path / "data" / "logs" / "wbc-desktop.log"
    assert str(log) in told
    assert "never thought of" in log.read_text(encoding="utf-8")
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_ctrl_c_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(_: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("wbc_desktop.cli.count.run", stop)
    assert main(["count", ".", "--output", "out"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


SCORE = {
    "source": "chula",
    "metric": "unseen_macro_recall",
    "value": 0.87,
    "n": 226,
    "low95": 0.8,
    "high95": 0.9,
}


def model(folder: Path, **changes: object) -> Path:
    """A model folder with a right manifest and a hash that fits, unless changed."""
    import hashlib

    folder.mkdir(parents=True)
    (folder / "weights.safetensors").write_bytes(b"weights")
    manifest = {
        "id": folder.name,
        "version": "2.0.0",
        "kind": "classifier",
        "architecture": "resnet18",
        "sha256": hashlib.sha256(b"weights").hexdigest(),
        "scores": [
            {
                "source": "chula",
                "metric": "unseen_macro_recall",
                "value": 0.87,
                "n": 226,
                "low95": 0.8,
                "high95": 0.9,
            }
        ],
        "training": [{"name": "pbc", "licence": "CC BY 4.0", "cells": 100}],
        **changes,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "models"
    root.mkdir()
    monkeypatch.setattr("wbc_desktop.models.registry.bundled_models_folder", lambda: root)
    return root


def test_models_lists_scores_and_checks_files(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model(bundled / "good")
    assert main(["models"]) == 0
    shown = capsys.readouterr().out
    assert "good 2.0.0  (classifier, resnet18, default)" in shown
    assert "chula: unseen macro recall 0.87 (0.8 to 0.9), n = 226" in shown
    assert "whole" in shown


def test_models_tells_which_one_is_damaged(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model(bundled / "good")
    (model(bundled / "changed") / "weights.safetensors").write_bytes(b"other")
    model(bundled / "strange", architecture="transformer")
    assert main(["models", "--json"]) == 1
    entries = {e["id"]: e for e in json.loads(capsys.readouterr().out)}
    assert entries["good"]["fault"] == ""
    assert "do not match" in entries["changed"]["fault"]
    assert "architecture" in entries["strange"]["fault"]
    assert main(["models", "good"]) == 0
    assert "pbc, CC BY 4.0, 100 cells" in capsys.readouterr().out
    assert main(["models", "absent"]) == 2
    assert "good" in capsys.readouterr().err
