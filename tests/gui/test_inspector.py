"""The inspector: what it says of a cell, and the decisions from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from golden.renew_examples import strip
from made_review import made_case, made_prediction, opened
from PIL import Image
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from wbc_desktop.app.class_mark import on_colour, percent
from wbc_desktop.app.resources import resource
from wbc_desktop.app.theme import class_colour
from wbc_desktop.app.viewmodels.atlas import DRAWN, DRAWN_PX, Atlas
from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.app.viewmodels.case_events import Key
from wbc_desktop.app.viewmodels.pixels import to_array
from wbc_desktop.app.views.cell_inspector import model_text, reason_text
from wbc_desktop.app.views.review_desk import ReviewDesk
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import CLASSES, FIVE_IDS

Desk = tuple[ReviewDesk, CaseViewModel]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, nothing_left: None) -> Iterator[Desk]:
    case = opened(made_case(tmp_path / "smear"))
    page = ReviewDesk(case)
    qtbot.addWidget(page)
    page.resize(1300, 700)
    page.show()
    qtbot.waitExposed(page)
    yield page, case
    page.close_readers()
    page.close()


def choose(case: CaseViewModel, key: Key | None) -> None:
    """Choose a cell; the inspector shows it in its own turn."""
    case.choose(key)
    QCoreApplication.processEvents()


def test_shows_the_crop_with_and_without_outline(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    picture = page.inspector.picture
    assert not picture.has_image
    case.choose(("field_01.png", 2))
    qtbot.waitUntil(lambda: picture.has_image)
    with_it = to_array(picture.grab().toImage())
    page.inspector.outlined.click()
    without = to_array(picture.grab().toImage())
    assert (with_it != without).any(axis=2).sum() > 100


def test_says_the_model_and_the_technician(desk: Desk) -> None:
    page, case = desk
    cell = case.cells()[0]
    choose(case, cell.key)
    assert "Neutrophil" in page.inspector.model_says.text()
    assert percent(cell.prediction.confidence) in page.inspector.model_says.text()  # type: ignore[union-attr]
    assert "not reviewed" in page.inspector.person_says.text()
    case.reclassify([cell.key], "basophil")
    QCoreApplication.processEvents()
    assert "Basophil" in page.inspector.person_says.text()
    assert "test" in page.inspector.person_says.text()
    assert "Neutrophil" in page.inspector.model_says.text()


def test_says_why_a_cell_is_unidentified(desk: Desk) -> None:
    page, case = desk
    sure = case.cells()[0]
    choose(case, sure.key)
    assert not page.inspector.reason.isVisible()
    unsure = next(c for c in case.cells() if c.label == "unidentified")
    choose(case, unsure.key)
    assert page.inspector.reason.isVisible()
    assert "threshold" in page.inspector.reason.text()
    assert "Unidentified" in page.inspector.model_says.text()


def test_bars_read_out_all_five(desk: Desk) -> None:
    page, case = desk
    choose(case, case.cells()[3].key)
    spoken = page.inspector.bars.accessibleDescription()
    for label in FIVE_IDS:
        assert CLASSES[label].name in spoken


def test_class_button_and_confirm_decide(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    key = case.cells()[0].key
    choose(case, key)
    qtbot.mouseClick(page.inspector.classes.buttons["monocyte"], Qt.MouseButton.LeftButton)
    assert case.cell(key).review.label == "monocyte"  # type: ignore[union-attr]
    second = case.current
    assert second != key
    qtbot.mouseClick(page.inspector.confirm, Qt.MouseButton.LeftButton)
    assert case.cell(second).review is not None  # type: ignore[union-attr]


def test_a_decision_and_the_step_to_the_next_cell_are_shown_at_once(desk: Desk, qtbot: QtBot) -> None:
    page, case = desk
    choose(case, case.cells()[0].key)
    shown: list[str] = []
    show = page.inspector.picture.show_cell
    page.inspector.picture.show_cell = lambda cell, frame: (shown.append(cell.key), show(cell, frame))  # type: ignore[method-assign, assignment]
    page.flow.assign("monocyte")
    assert shown == [], "gallery and field come first"
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [case.current], "the cell that was decided is not shown once more"


def test_without_a_cell_it_says_what_to_do(desk: Desk) -> None:
    page, case = desk
    choose(case, case.cells()[0].key)
    choose(case, None)
    assert "No cell" in page.inspector.title.text()
    assert not page.inspector.confirm.isVisible()


def test_a_cell_added_by_hand_is_shown(desk: Desk) -> None:
    page, case = desk
    cell = replace(case.cells()[0], prediction=None, mask=None)
    assert case.add_cell(cell)
    QCoreApplication.processEvents()
    assert "by hand" in page.inspector.model_says.text()
    assert not page.inspector.bars.isVisible()


def test_atlas_shows_own_cells_nearest_first_else_drawn_ones(qtbot: QtBot, nothing_left: None) -> None:
    drawn = Atlas()
    cell = Cell("a", 1, None, None, made_prediction("neutrophil", 0.9))  # type: ignore[arg-type]
    assert drawn("neutrophil", cell) == []
    qtbot.waitUntil(lambda: all(drawn(label, cell) for label in FIVE_IDS))
    assert not drawn.is_own
    mine = QImage(8, 8, QImage.Format.Format_RGB32)
    drawn.set_own(lambda label, _cell: [mine] if label == "basophil" else [])
    assert drawn.is_own
    assert drawn("basophil", cell) == [mine]
    drawn.close()


def test_words_of_every_kind_of_answer() -> None:
    base = Cell("a.png", 1, None, None, made_prediction("lymphocyte", 0.93))  # type: ignore[arg-type]
    assert "93\u00a0%" in model_text(base)
    other = replace(
        made_prediction("monocyte", 0.3), label="not_counted", detail="erythroblast", reason="No leukocyte."
    )
    cell = replace(base, prediction=other)
    assert "Nucleated red cell" in model_text(cell)
    assert reason_text(cell) == "No leukocyte."
    assert reason_text(base) == ""


def test_percent_never_rounds_to_certainty() -> None:
    assert percent(0.9996) == "99.9\u00a0%"
    assert percent(1.0) == "100\u00a0%"
    assert percent(0.994) == "99\u00a0%"


@pytest.mark.parametrize("label", list(CLASSES))
def test_letters_on_class_colours_can_be_read(label: str, qtbot: QtBot) -> None:
    def luminance(colour: object) -> float:
        parts = [getattr(colour, p)() for p in ("redF", "greenF", "blueF")]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return float(sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))

    a, b = luminance(class_colour(label)), luminance(on_colour(class_colour(label)))
    assert (max(a, b) + 0.05) / (min(a, b) + 0.05) >= 4.5


@pytest.mark.parametrize("label", FIVE_IDS)
def test_the_drawn_examples_are_what_the_drawing_gives_today(label: str) -> None:
    drawn, kept = strip(label), np.asarray(Image.open(resource("examples", f"{label}.jpg")))
    assert kept.shape == drawn.shape == (DRAWN_PX, DRAWN * DRAWN_PX, 3)
    difference = np.abs(kept.astype(int) - drawn).mean()
    assert difference < 4, "draw them anew: python tests/golden/renew_examples.py"


def test_the_bars_add_to_a_hundred_and_agree_with_the_confidence(desk: Desk) -> None:
    page, _ = desk
    shares = (0.03, 0.05, 0.01, 0.39, 0.52)
    made = made_prediction("monocyte", 0.52 * 0.91)
    page.inspector.bars.show_prediction(replace(made, probabilities=shares, other=0.09))
    shown = dict(part.rsplit(" ", 1) for part in page.inspector.bars.accessibleDescription().split(", "))
    assert shown["Monocyte"] == percent(made.confidence), "as the model's line beside them says"
    assert sum(float(text.rstrip("%\u00a0")) for text in shown.values()) == pytest.approx(100, abs=2)
