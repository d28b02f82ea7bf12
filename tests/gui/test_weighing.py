"""Answers weighed with the sample's own cells, as the window takes them in at the end of a count."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from gui_steps import count
from made_review import made_case, made_prediction, opened
from pytestqt.qtbot import QtBot

from wbc_desktop.app.viewmodels import count_queue
from wbc_desktop.app.viewmodels.case_events import Renumbered, take_event
from wbc_desktop.app.viewmodels.cell_table import CellTable
from wbc_desktop.app.viewmodels.history_text import act_text, values_text
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.app.views.review_desk import ReviewDesk
from wbc_desktop.core.case import Case, CaseImage
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.edits import AddImage
from wbc_desktop.core.events import CellsWeighed, ImageCounted, SampleFinished
from wbc_desktop.core.history import Act

NEW = made_prediction("monocyte", 0.97)


def _weighing(work: object) -> object:
    """The count, and before its end the first three cells' answers weighed anew."""

    def weighed(token: object, sample: object, *others: object) -> object:
        keys = []
        for event in work(token, sample, *others):  # type: ignore[operator]
            if isinstance(event, ImageCounted):
                keys += [c.key for c in event.cells]
            elif isinstance(event, SampleFinished):
                yield CellsWeighed(event.sample, tuple((key, NEW) for key in keys[:3]))
            yield event

    return weighed


@pytest.fixture
def weighing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count_queue, "count_sample", _weighing(count_queue.count_sample))


def test_the_shown_sample_follows_and_keeps_decisions(
    weighing: None, qtbot: QtBot, window: MainWindow, smear: Path
) -> None:
    case = window.session.case
    said: list[str] = []
    window.statusBar().messageChanged.connect(said.append)

    def decide() -> None:
        if len(case.images()) == 1:
            case.images_changed.disconnect(decide)
            case.accept([case.cells()[0].key])

    case.images_changed.connect(decide)
    count(qtbot, window, smear)
    cells = case.cells()
    assert [c.prediction for c in cells[:3]] == [NEW] * 3
    assert cells[0].review is not None
    assert cells[0].label == cells[0].review.label != "monocyte"
    assert [c.label for c in cells[1:3]] == ["monocyte"] * 2
    assert "2 of 72 answers changed once all cells of the sample were known." in said
    summary = window.differential

    def numbers() -> tuple[int, int, bool] | None:
        s = summary.summary
        return (
            None if s is None else (s.reviewed.count_of("monocyte"), s.model.count_of("monocyte"), s.counting)
        )

    qtbot.waitUntil(lambda: numbers() == (16, 17, False))
    table = window.review.desk.table
    assert table.cells == CellTable(case).cells
    acts = [entry.act for entry in case.history()]
    assert acts.index(Act.WEIGH) == acts.index(Act.COUNT_ENDED) - 1
    entry = case.history()[acts.index(Act.WEIGH)]
    assert act_text(entry) == "3 answers weighed anew with the sample's own cells"
    assert values_text(entry, old=False) == "Monocyte × 2"
    row = window.session.queue.rows[0]
    assert row.result is not None and case.case is not None
    assert row.result.count_of("monocyte") == case.case.differential().count_of("monocyte")
    stored = window.session.store().list()[0]
    assert window.session.store().load(stored.id).cells[1].label == "monocyte"


def test_other_good_news_does_not_take_the_note_away(window: MainWindow) -> None:
    window.session.case.weighed.emit(1, 30)
    window._say("The light is good.")
    note = "1 of 30 answers changed once all cells of the sample were known."
    assert window.statusBar().currentMessage() == f"{note}  The light is good."
    window.statusBar().showMessage("Something else.")
    window._say("The light is good.")
    assert window.statusBar().currentMessage() == "The light is good."


def test_samples_that_are_not_shown_follow_too(
    weighing: None, qtbot: QtBot, window: MainWindow, smear: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    window.statusBar().messageChanged.connect(said.append)
    (tmp_path / "day").mkdir()
    for name in "ab":
        (tmp_path / "day" / name).mkdir()
        (smear / f"field {'ab'.index(name) + 1}.png").rename(tmp_path / "day" / name / "1.png")
    session = window.session
    session.open_paths([tmp_path / "day"])
    qtbot.waitUntil(lambda: len(session.queue.rows) == 2 and not session.queue.running)
    for row in session.queue.rows:
        case = session.store().load(row.case_id)
        assert [c.label for c in case.cells[:3]] == ["monocyte"] * 3
        assert row.result == case.differential()
        assert row.images_done == 1
    assert not any("answers changed" in text for text in said)


def test_the_gallery_and_the_field_follow(qtbot: QtBot, tmp_path: Path, nothing_left: None) -> None:
    case = opened(made_case(tmp_path / "smear", fields=4, per_field=20))
    page = ReviewDesk(case)
    qtbot.addWidget(page)
    page.resize(1300, 700)
    page.show()
    qtbot.waitExposed(page)
    section = next(s for s in page.table.sections if s.label == "lymphocyte")
    chosen = page.table.key_at(section.first + 4)
    case.choose(chosen)
    view = page.gallery.gallery
    view.scrollTo(view.currentIndex())
    keys = [c.key for c in case.cells()]
    case.remove(keys[30:31])
    place = view.visualRect(view.currentIndex())
    few = page.table.key_at(section.first + section.count - 1)
    assert few is not None
    assert len({few, chosen, keys[30]}) == 3
    for some in ([few], [key for key in keys if key != chosen]):
        case.take(CellsWeighed("smear", tuple((key, NEW) for key in some)), {})
        fresh = CellTable(case)
        assert page.table.cells == fresh.cells
        assert page.table.sections == fresh.sections
        assert case.current == chosen
        assert view.currentIndex().row() == page.table.row_of(chosen)
        assert page.field.cells.cells == case.cells_of(page.field.cells.image)
        if some == [few]:
            assert view.visualRect(view.currentIndex()) == place
    assert case.cell(keys[30]) is None
    number = len(case.history())
    case.take(CellsWeighed("smear", ((few, NEW),)), {})
    assert len(case.history()) == number, "no news, no entry"
    page.close_readers()
    page.close()


def test_cells_that_the_record_numbers_otherwise_get_their_own_answers(tmp_path: Path) -> None:
    """A person added a cell to a slide while it was counted: the count's cell 3 is the record's cell 4."""
    cells = made_case(tmp_path / "smear", fields=1, per_field=4).cells
    slide = Case(Case.new_id(), "slide", str(tmp_path))
    image = cells[0].image
    slide.apply(AddImage(CaseImage(image, 640, 480, "slide"), cells[:2]), user="test")
    model = opened(slide)
    by_hand = replace(cells[0], box=replace(cells[0].box, y=400.0))
    assert model.add_cell(by_hand)
    places: Renumbered = {}
    take_event(slide, None, ImageCounted("slide", image, 640, 480, "slide", cells[2:]), "test", places)

    def at(cell: Cell) -> Cell:
        return next(c for c in slide.cells if c.box == cell.box)

    assert at(cells[2]).number == 4
    take_event(slide, None, CellsWeighed("slide", ((cells[2].key, NEW),)), "test", places)
    assert at(cells[2]).prediction == NEW
    assert at(by_hand).prediction == cells[0].prediction
    assert at(cells[3]).prediction == cells[3].prediction


def test_a_record_that_was_signed_before_is_left(tmp_path: Path) -> None:
    case = opened(made_case(tmp_path / "smear", fields=1))
    case.accept([c.key for c in case.cells()])
    assert case.sign("few cells")
    number, key = len(case.history()), case.cells()[0].key
    case.take(CellsWeighed("smear", ((key, NEW),)), {})
    assert len(case.history()) == number
    assert case.cells()[0].prediction != NEW
