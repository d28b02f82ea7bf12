"""``wbc-desktop bench`` measures every contestant and says what it could not measure."""

from __future__ import annotations

import json

import pytest
from made_fields import field, save
from made_slides import smear_slide

from wbc_desktop.cli.bench import _images
from wbc_desktop.cli.main import main
from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.models.registry import default_classifier, default_finder


def _models_are_there() -> bool:
    try:
        return bool(default_classifier() and default_finder())
    except ModelRefused:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not _models_are_there(), reason="no bundled models")
def test_it_measures_all_contestants(capsys):
    assert main(["bench", "--images", "2", "--rounds", "1", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["images"] == 2
    assert len(report["counting"]) == 3
    names = [row["name"] for row in report["classifying"]]
    assert any("torch" in name for name in names)
    assert len(names) > 2 or report["not_measured"]
    assert all(
        row["per_second"] > 0 and row["cpu_ms"] > 0 for row in report["counting"] + report["classifying"]
    )
    assert report["start_s"] > 0
    assert report["memory_mb"] > 50


def test_a_folder_without_images_is_wrong_use(tmp_path, capsys):
    assert main(["bench", str(tmp_path)]) == 2
    assert "no images" in capsys.readouterr().err


def test_what_cannot_be_read_is_left_out_and_told_where_nothing_is_left(tmp_path, capsys):
    bad = tmp_path / "a.png"
    bad.write_bytes(b"no image")
    assert main(["bench", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert "not an image that can be read" in error
    assert "a.png" in error
    good = save(tmp_path / "b.png", field([1, 2]))
    assert _images(tmp_path, 8) == [good]


def test_slides_alone_are_told(tmp_path, capsys):
    smear_slide(tmp_path / "s.tif", (1_500, 1_200))
    assert main(["bench", str(tmp_path)]) == 2
    assert "Slides are not measured" in capsys.readouterr().err
