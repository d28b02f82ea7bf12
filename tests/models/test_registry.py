"""An installation that lacks its models, and names that no model bears, in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from test_model_folders import ABOUT, write

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import ModelRefused, UnknownModel
from wbc_desktop.models import registry


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with a finder, and no classifier."""
    write(tmp_path / "models" / "finder")
    monkeypatch.setattr(registry, "bundled_models_folder", lambda: tmp_path / "models")
    return tmp_path / "models"


def told(act: object) -> tuple[str, str]:
    with pytest.raises(ModelRefused) as fault:
        act()  # type: ignore[operator]
    return fault.value.message, fault.value.advice


def test_a_bundled_model_that_is_missing_is_told(bundled: Path) -> None:
    again = "Install the program again."
    assert registry.default_finder().manifest.id == "m"
    assert told(registry.default_classifier) == ("No bundled classifier is there.", again)
    shutil.rmtree(bundled / "finder")
    assert told(registry.default_finder) == ("The bundled cell finder is missing.", again)


def test_an_installation_without_any_folder_of_models_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "__file__", str(tmp_path / "a" / "b" / "c" / "registry.py"))
    wanted = ("The bundled models are missing.", "Install the program again.")
    assert told(registry.bundled_models_folder) == wanted
    assert registry.model_stamps() == {"fault": "The bundled models are missing."}
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    (tmp_path / "resources" / "models").mkdir(parents=True)
    assert registry.bundled_models_folder() == tmp_path / "resources" / "models"


def test_a_name_that_no_model_bears_is_told_with_those_there_are(bundled: Path, tmp_path: Path) -> None:
    own = write(
        tmp_path / "own" / "scope", kind="classifier", architecture="resnet18", id="scope", classes=FIVE_IDS
    )
    assert registry.find_model("scope", tmp_path / "own").folder == own
    with pytest.raises(UnknownModel) as fault:
        registry.find_model("scop", tmp_path / "own")
    assert fault.value.message == "There is no model “scop”."
    assert fault.value.advice == "Known models: scope; or give a model folder."
    assert set(registry.model_stamps(tmp_path / "own")) == {"m", "scope"}


@pytest.mark.parametrize(
    "about",
    [
        {"kind": "classifier", "classes": ["monocyte", *FIVE_IDS[:4]]},
        {"kind": "classifier", "classes": [*FIVE_IDS, "giraffe"]},
        {"kind": "classifier", "classes": [*FIVE_IDS, "artefact", "artefact"]},
        {
            "kind": "classifier",
            "classes": [*FIVE_IDS],
            "size": {"mean": [1.0], "spread": [1.0], "shift": 0.2},
        },
    ],
)
def test_classes_that_make_no_sense_are_refused(tmp_path: Path, about: dict[str, object]) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({**ABOUT, "sha256": "a" * 64, **about}))
    message, _ = told(lambda: registry.find_model(tmp_path))
    assert message.endswith(".")


def test_an_architecture_of_a_later_program_is_refused(tmp_path: Path) -> None:
    found = registry.find_model(write(tmp_path / "m"))
    later = registry.ModelFolder(found.folder, found.manifest.model_copy(update={"architecture": "vit"}))
    assert told(lambda: registry.load_network(later))[0] == (
        "The architecture vit is not known to this program."
    )
