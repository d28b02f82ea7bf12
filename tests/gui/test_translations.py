"""Every text of the window is there in every language, with the same places to fill."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wbc_desktop.app.told import told
from wbc_desktop.app.translations import set_language
from wbc_desktop.core.cell import Prediction
from wbc_desktop.imaging.traits import ImageTraits
from wbc_desktop.inference.check import check_images

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"


def _messages(path: Path) -> dict[str, tuple[str, str]]:
    found = {}
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        assert translation is not None
        source = message.findtext("source") or ""
        found[source] = (translation.text or "", translation.get("type", ""))
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("wbc_*.ts")), ids=lambda p: p.stem)
def test_every_text_is_translated(path: Path) -> None:
    for source, (text, state) in _messages(path).items():
        assert text, source
        assert state == "", source
        assert set(re.findall(r"{\w+}", source)) == set(re.findall(r"{\w+}", text)), source
        assert source.count("&") == text.count("&") or "&" not in source, source


@pytest.mark.parametrize("path", sorted(FOLDER.glob("wbc_*.ts")), ids=lambda p: p.stem)
def test_compiled_file_is_there(path: Path) -> None:
    assert path.with_suffix(".qm").stat().st_size > 1000


@pytest.mark.skipif(shutil.which("pyside6-lupdate") is None, reason="pyside6-lupdate is not installed")
def test_no_text_was_forgotten(tmp_path: Path) -> None:
    copy = tmp_path / "wbc_de.ts"
    shutil.copy(FOLDER / "wbc_de.ts", copy)
    sources = [str(p) for p in sorted((ROOT / "wbc_desktop" / "app").rglob("*.py"))]
    subprocess.run(
        ["pyside6-lupdate", "-no-obsolete", *sources, "-ts", str(copy)], check=True, capture_output=True
    )
    new = [s for s, (text, state) in _messages(copy).items() if not text or state == "unfinished"]
    assert not new, f"run packaging/translations.sh and translate: {new}"


def test_microscope_check_speaks_german(qtbot: QtBot) -> None:
    traits = ImageTraits(
        density=0.1, unevenness=3.0, cast=5.0, brightness=40.0, sharpness=0.01, cell_px=20.0, clipped=0.0
    )
    unsure = Prediction("neutrophil", "neutrophil", 0.5, (0.5, 0.5, 0.0, 0.0, 0.0))
    causes = [
        *check_images([traits], [unsure] * 20).causes,
        *check_images([traits], [unsure] * 20, calibrated=True).causes,
        *check_images([traits], []).causes,
    ]
    assert len({cause.text for cause in causes}) == 9
    try:
        set_language("de")
        for cause in causes:
            assert told(cause.text) != cause.text, cause.text
            assert set(re.findall(r"\d[\d.]*", cause.text)) == set(re.findall(r"\d[\d.]*", told(cause.text)))
    finally:
        set_language("en")
    assert all(told(cause.text) == cause.text for cause in causes)
