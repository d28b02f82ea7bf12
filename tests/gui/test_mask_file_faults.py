"""What is wrong with the mask file beside an image is told over the view, in words and as plain text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gui_steps import count
from made_fields import field, save
from PIL import Image
from pytestqt.qtbot import QtBot

from wbc_desktop.app.views.field_page import FieldPage
from wbc_desktop.app.views.main_window import MainWindow


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> FieldPage:
    for name in ("a <b>bold<", "z"):
        save(tmp_path / "smear" / f"{name}.png", field([1] * 4, 320, 240))
    count(qtbot, window, tmp_path / "smear")
    page = window.review.field
    qtbot.waitUntil(lambda: page.tiles.current is not None)
    return page


def test_a_mask_of_another_shape_is_told(qtbot: QtBot, page: FieldPage, tmp_path: Path) -> None:
    Image.fromarray(np.full((9, 90), 255, np.uint8)).save(tmp_path / "smear" / "a <b>bold<_mask.png")
    page.options.set("mask_file", True)
    qtbot.waitUntil(lambda: "does not fit its image" in page.message.text())
    assert "it has 90 x 9 pixels, the image 320 x 240" in page.message.text()
    assert "a &lt;b&gt;bold&lt;_mask.png" in page.message.text()
    assert page.view.mask_file_layer.empty
    page.next_image()
    qtbot.waitUntil(lambda: page.message.text() == "No mask file lies beside this image.")


def test_a_damaged_mask_is_told(qtbot: QtBot, page: FieldPage, tmp_path: Path) -> None:
    (tmp_path / "smear" / "a <b>bold<_mask.png").write_bytes(b"no image")
    page.options.set("mask_file", True)
    qtbot.waitUntil(lambda: "not an image that can be read" in page.message.text())
    assert "<b>bold" not in page.message.text()
    page.options.set("mask_file", False)
    assert not page.message.isVisible()
