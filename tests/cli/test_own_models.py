"""A model of one's own is found by its name, by every command that takes a model."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_fields import field, save

from wbc_desktop.cli.main import main
from wbc_desktop.models import manifest as manifests
from wbc_desktop.models.manifest import MANIFEST_NAME
from wbc_desktop.models.registry import default_classifier
from wbc_desktop.storage.paths import find_paths


@pytest.fixture
def own_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The manifest of the bundled classifier under a name of its own, in the user's folder."""
    monkeypatch.setenv("WBC_HOME", str(tmp_path / "home"))
    text = (default_classifier().folder / MANIFEST_NAME).read_text(encoding="utf-8")
    folder = find_paths().models / "our_microscope"
    folder.mkdir(parents=True)
    name = f'"id": "{default_classifier().manifest.id}"'
    assert name in text
    (folder / MANIFEST_NAME).write_text(text.replace(name, '"id": "our_microscope"'), encoding="utf-8")
    assert manifests.read_manifest(folder).id == "our_microscope"
    return "our_microscope"


@pytest.mark.parametrize("command", ["check", "bench", "calibrate", "count", "watch"])
def test_the_name_is_known(
    command: str, own_model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(tmp_path / "cells" / "monocyte" / "1.png", field([0]))
    more = {"calibrate": ["--output", str(tmp_path / "new")], "count": ["--output", str(tmp_path / "out")]}
    code = main([command, str(tmp_path / "cells"), "--model", own_model, *more.get(command, [])])
    told = capsys.readouterr().err
    assert code != 0
    assert "There is no model" not in told
    assert "weights file is missing" in told, "the manifest was found, its weights were not copied"
