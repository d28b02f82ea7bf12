"""The laboratory's atlas: signed cells come in, cells of a re-opened case go out, the alike come first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from made_fields import field, save
from made_review import made_case, opened
from PIL import Image
from pytestqt.qtbot import QtBot

from wbc_desktop.app.viewmodels.atlas import Atlas
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.own_atlas import OwnAtlas, load, measured
from wbc_desktop.app.viewmodels.pixels import to_image
from wbc_desktop.app.viewmodels.sources import Sources


def signed(folder: Path) -> CaseViewModel:
    case = opened(made_case(folder, fields=2, per_field=10))
    case.reclassify([c.key for c in case.cells() if c.label == "unidentified"], "lymphocyte")
    case.accept([c.key for c in case.unreviewed()])
    return case


def test_signing_takes_cells_in_and_reopening_takes_them_out(
    qtbot: QtBot, tmp_path: Path, nothing_left: None
) -> None:
    case = signed(tmp_path / "smear")
    own = OwnAtlas(tmp_path / "atlas", case, Sources())
    atlas = Atlas(own)
    assert not atlas.is_own
    assert case.sign("A short count.")
    qtbot.waitUntil(lambda: atlas.is_own)
    files = list((tmp_path / "atlas").rglob("*.png"))
    assert len(files) == 20
    assert not any("field" in f.name or "smear" in f.name for f in files), "no name of sample or image"
    assert len(atlas("eosinophil")) == 4
    assert case.reopen("a second look")
    assert not atlas.is_own
    assert not list((tmp_path / "atlas").rglob("*.png"))
    atlas.close()
    own.close()


def test_atlas_is_there_again_after_a_restart_without_damaged_files(
    qtbot: QtBot, tmp_path: Path, nothing_left: None
) -> None:
    folder = tmp_path / "atlas" / "basophil"
    folder.mkdir(parents=True)
    to_image(np.full((128, 128, 3), 90, np.uint8)).save(str(folder / "abc_000.png"))
    (folder / "abc_001.png").write_bytes(b"broken")
    assert [c.path.name for c in load(tmp_path / "atlas")] == ["abc_000.png"]
    case = signed(tmp_path / "smear")
    own = OwnAtlas(tmp_path / "atlas", case, Sources())
    qtbot.waitUntil(lambda: len(own("basophil")) == 1)
    own.close()


def test_the_most_alike_come_first(qtbot: QtBot, tmp_path: Path, nothing_left: None) -> None:
    first = signed(tmp_path / "smear")
    store = OwnAtlas(tmp_path / "atlas", first, Sources())
    first.sign("A short count.")
    qtbot.waitUntil(lambda: bool(store("neutrophil")))
    store.close()
    folder = tmp_path / "atlas" / "neutrophil"
    black = to_image(np.zeros((128, 128, 3), np.uint8))
    for number in range(3):
        black.save(str(folder / f"zzz_{number:03d}.png"))
    second = opened(made_case(tmp_path / "other", fields=1))
    own = OwnAtlas(tmp_path / "atlas", second, Sources())
    qtbot.waitUntil(lambda: bool(own("neutrophil")))
    neutrophil = next(c for c in second.cells() if c.label == "neutrophil")
    with qtbot.waitSignal(own.changed):
        second.choose(neutrophil.key)
    order = [measured(image)[:3].mean() for image in own("neutrophil", neutrophil)]
    assert order[0] > 100, "a cell like this one"
    assert order[-1] == 0, "black pictures come last"
    own.close()


def test_a_signed_cell_is_not_compared_with_itself(qtbot: QtBot, tmp_path: Path, nothing_left: None) -> None:
    case = signed(tmp_path / "smear")
    # The cells of the second field are drawn darker: the crops of the first are alike among themselves.
    second = tmp_path / "smear" / case.images()[1].name
    pixels = np.asarray(Image.open(second).convert("RGB"))
    Image.fromarray((pixels * 0.6).astype(np.uint8)).save(second)
    own = OwnAtlas(tmp_path / "atlas", case, Sources())
    case.sign("A short count.")
    qtbot.waitUntil(lambda: len(own("eosinophil")) == 4)
    cell = next(c for c in case.cells() if c.label == "eosinophil")
    case.choose(cell.key)
    qtbot.waitUntil(lambda: len(own("eosinophil", cell)) == 2)
    shown = [measured(image)[:3].mean() for image in own("eosinophil", cell)]
    bright = measured(own("eosinophil")[0])[:3].mean()
    assert all(value < 0.8 * bright for value in shown), "those of the other field alone"
    own.close()


def test_a_link_to_nothing_in_the_own_atlas_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "monocyte"
    save(folder / "a.png", field([4], 128, 128))
    try:
        (folder / "b.png").symlink_to("gone.png")
    except OSError:
        pytest.skip("this system makes no links")
    assert [cell.path.name for cell in load(tmp_path)] == ["a.png"]
