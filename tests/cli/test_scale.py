"""The size of a pixel is asked once and kept by the camera's name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_counts import count
from made_fields import ColourCounter, field, save

from wbc_desktop.inference import counter as counters


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[float | None]:
    """The sizes that the counter was told, run by run."""
    told: list[float | None] = []

    class Told(ColourCounter):
        mpp: float | None = None

        def load(self) -> None:
            told.append(self.mpp)

    monkeypatch.setenv("WBC_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(counters, "load_counter", lambda *_, **__: Told())
    monkeypatch.setattr(counters, "choose_models", ColourCounter.choose_models)
    save(tmp_path / "in" / "a.png", field([1, 2]))
    return told


def test_asked_once_kept_by_camera(tmp_path, seen, capsys):
    def run(*options: str) -> int:
        return count(tmp_path / "in", "--output", tmp_path / "out", *options)

    assert run("--camera", "Axiocam") == 2
    assert "not known yet" in capsys.readouterr().err
    assert run("--camera", "Axiocam", "--mpp", "0.12") == 0
    assert run("--camera", "Axiocam") == 0
    assert run("--mpp", "0.2") == 0
    assert run() == 0
    assert seen == [0.12, 0.12, 0.2, None]


@pytest.mark.parametrize("size", ["0", "-1", "40", "nan"])
def test_impossible_pixels_are_refused(tmp_path, seen, capsys, size):
    assert count(tmp_path / "in", "--output", tmp_path / "out", "--mpp", size) == 2
    assert "not possible" in capsys.readouterr().err
    assert seen == []


def test_a_run_is_resumed_with_the_same_size_only(tmp_path, seen, capsys):
    arguments = (tmp_path / "in", "--output", tmp_path / "out")
    assert count(*arguments, "--mpp", "0.12") == 0
    settings = json.loads(next((tmp_path / "out").rglob("run.json")).read_text(encoding="utf-8"))
    assert settings["mpp"] == 0.12
    assert count(*arguments, "--mpp", "0.2", "--resume") == 2
    assert "--mpp changed" in capsys.readouterr().err
    assert count(*arguments, "--mpp", "0.12", "--resume") == 0
