"""A window that cannot be opened says why in a box: who started it from an icon has no terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from wbc_desktop.cli.main import main


def test_a_home_that_cannot_be_made_is_shown_and_told(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("WBC_HOME", str(tmp_path / "file" / "home"))
    shown: list[str] = []

    def look() -> None:
        boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
        if not boxes:
            return
        timer.stop()
        shown.append(boxes[0].text())
        boxes[0].button(QMessageBox.StandardButton.Ok).click()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    assert main(["open"]) == 2
    assert shown == ["The program's folder cannot be created."]
    assert "cannot be created" in capsys.readouterr().err
