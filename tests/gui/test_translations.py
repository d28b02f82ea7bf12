"""Every text of the window is there in every language, with the same places to fill."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wbc_desktop.app.translations import set_language
from wbc_desktop.app.views.about import manual_page

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


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "manual").glob("README.*.md")), ids=lambda p: p.name)
def test_manuals_say_the_same(path: Path) -> None:
    """Sections, pictures, tables and keys stand in the same order in every language."""
    english = (path.parent / "README.md").read_text(encoding="utf-8")
    other = path.read_text(encoding="utf-8")
    for pattern in (r"^#+ \d*", r"\]\(pictures/[\w.-]+\)", r"^\|(?=[^-\n])", r"`([A-Z0-9])`", r"^- "):
        found = [re.findall(pattern, text, re.MULTILINE) for text in (english, other)]
        assert found[0] == found[1], pattern
    headings = re.findall(r"^## (.*)$", other, re.MULTILINE)
    anchors = {re.sub(r"[^\w\s-]", "", h).strip().lower().replace(" ", "-") for h in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", other)) <= anchors


def test_manual_opens_in_the_language_of_the_window(qtbot: QtBot) -> None:
    try:
        set_language("de")
        page = manual_page()
        assert page is not None
        assert page.name == "README.de.md"
    finally:
        set_language("en")
    page = manual_page()
    assert page is not None
    assert page.name == "README.md"
