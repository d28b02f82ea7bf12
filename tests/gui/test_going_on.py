"""A stopped count goes on when its sample is opened, into the same record; so does a batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from gui_steps import count
from made_fields import field, save
from pytestqt.qtbot import QtBot

from wbc_desktop.app.viewmodels.batch import NOTES, STATE
from wbc_desktop.app.viewmodels.case_events import take_event
from wbc_desktop.app.viewmodels.queued_sample import rest_of, was_ended
from wbc_desktop.app.views.main_window import MainWindow
from wbc_desktop.core.case import AddImage, Case, CaseImage, Note
from wbc_desktop.core.events import ImageCounted
from wbc_desktop.core.history import Act
from wbc_desktop.core.signoff import SignPolicy
from wbc_desktop.imaging.folder import Sample

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def wait(qtbot: QtBot) -> Wait:
    return qtbot.waitUntil


def stop_after(window: MainWindow, images: int) -> None:
    """Stop the count as soon as so many images of the shown sample are there; once."""
    case = window.session.case

    def look() -> None:
        if len(case.images()) == images:
            case.images_changed.disconnect(look)
            window.actions_["stop"].trigger()

    case.images_changed.connect(look)


@pytest.fixture
def stopped(window: MainWindow, smear: Path, wait: Wait) -> MainWindow:
    """The smear's count was stopped after two of its six images, and the sample closed."""
    session = window.session
    stop_after(window, 2)
    session.open_paths([smear])
    wait(lambda: bool(session.case.images()) and not session.queue.running and not session.jobs.running)
    assert session.queue.rows[0].state == "stopped"
    assert len(session.case.images()) == 2
    session.case.reclassify([session.case.cells()[0].key], "basophil")
    session.close_case()
    return window


@pytest.fixture
def day(tmp_path: Path) -> Path:
    for sample in range(4):
        for number in range(4):
            save(tmp_path / "day" / f"smear {sample}" / f"{number}.png", field([sample] * 6, 320, 240))
    return tmp_path / "day"


def _is_whole(window: MainWindow) -> None:
    case = window.session.case
    assert len(case.images()) == 6
    assert len(case.cells()) == 72
    assert case.cells()[0].label == "basophil", "the review is kept"
    assert case.case is not None and was_ended(case.case)
    assert len([line for line in window.session.store().list() if line.sample == "smear A"]) == 1


def test_opened_again_it_goes_on(stopped: MainWindow, smear: Path, wait: Wait, qtbot: QtBot) -> None:
    session = stopped.session
    with qtbot.waitSignal(session.resumed) as told:
        session.open_paths([smear])
    assert 1 <= len(told.args[0].images) <= 4
    assert "goes on" in stopped.banner.text.text()
    wait(lambda: not session.queue.running and not session.case.counting)
    _is_whole(stopped)


def test_from_the_recent_ones_it_goes_on(stopped: MainWindow, wait: Wait) -> None:
    session = stopped.session
    session.open_recent(session.store().list()[0].id)
    wait(lambda: len(session.case.images()) == 6 and not session.queue.running)
    _is_whole(stopped)


def test_from_the_batch_table_it_goes_on_in_its_row(stopped: MainWindow, wait: Wait) -> None:
    session = stopped.session
    stopped.batch.table.activated.emit(stopped.batch.proxy.index(0, 0))
    assert stopped.tabs.currentWidget() is stopped.review
    assert "goes on" in stopped.banner.text.text()
    wait(lambda: not session.queue.running)
    assert [(r.state, r.images_done) for r in session.queue.rows] == [("done", 6)]
    _is_whole(stopped)


def test_the_banner_stops_it_again(stopped: MainWindow, smear: Path, wait: Wait, qtbot: QtBot) -> None:
    session = stopped.session
    with qtbot.waitSignal(session.resumed):
        session.open_paths([smear])

    def press() -> None:
        if len(session.case.images()) == 3:
            stopped.banner._act()

    session.case.images_changed.connect(press)
    wait(lambda: not session.queue.running and not session.jobs.running)
    session.case.images_changed.disconnect(press)
    assert len(session.case.images()) == 3
    assert not was_ended(session.case.case)  # type: ignore[arg-type]


def test_a_whole_count_is_not_touched(counted: MainWindow, smear: Path, wait: Wait, qtbot: QtBot) -> None:
    session = counted.session
    number = len(session.case.history())
    session.close_case()
    with qtbot.waitSignal(session.restored):
        session.open_paths([smear])
    assert len(session.case.history()) == number
    assert not session.queue.running


def test_a_signed_sample_is_not_counted_into(stopped: MainWindow, smear: Path, wait: Wait) -> None:
    session, case = stopped.session, stopped.session.case
    session.open_case(session.store().list()[0].id)
    case.accept([c.key for c in case.cells()])
    assert case.sign("few cells", SignPolicy())
    images = len(case.images())
    session.close_case()
    session.open_paths([smear])
    wait(lambda: case.is_open and not session.jobs.running)
    assert case.signed
    assert len(case.images()) == images


def test_a_stopped_batch_goes_on_by_its_button(window: MainWindow, day: Path, wait: Wait) -> None:
    session, queue = window.session, window.session.queue

    def stop(number: int) -> None:
        if queue.rows[number].state == "counting" and (number, queue.rows[number].images_done) == (1, 1):
            assert not window.batch.resume.isEnabled()
            queue.row_changed.disconnect(stop)
            window.actions_["stop"].trigger()

    queue.row_changed.connect(stop)
    session.open_paths([day])
    wait(lambda: len(queue.rows) == 4 and not queue.running and not session.jobs.running)
    assert [(r.state, r.images_done) for r in queue.rows[:2]] == [("done", 4), ("stopped", 1)]
    window.batch.resume.click()
    wait(lambda: not queue.running)
    assert [(r.state, r.images_done) for r in queue.rows] == [("done", 4)] * 4
    assert [r.result.counted for r in queue.rows if r.result] == [24] * 4
    stored = session.store().list()
    assert sorted(line.sample for line in stored) == [f"smear {i}" for i in range(4)]
    assert {line.cells for line in stored} == {24}


def test_a_batch_opened_again_keeps_what_was_counted(
    qtbot: QtBot, window: MainWindow, day: Path, wait: Wait
) -> None:
    session, queue = window.session, window.session.queue
    count(qtbot, window, day)
    queue.clear()
    save(day / "smear 2" / "later.png", field([3] * 6, 320, 240))
    session.open_paths([day])
    wait(lambda: len(queue.rows) == 4 and not queue.running)
    assert [r.images_done for r in queue.rows] == [4, 4, 5, 4]
    assert [r.saved for r in queue.rows] == [True, True, False, True]
    remarks = [str(window.batch.proxy.index(row, NOTES).data()) for row in range(4)]
    assert remarks[0] == "saved review"
    assert "4 of these samples were counted before" in window.banner.text.text()
    assert len(session.store().list()) == 4
    window.banner._act()
    wait(lambda: not queue.running)
    assert [str(window.batch.proxy.index(row, STATE).data()) for row in range(4)] == ["counted"] * 4
    assert len(session.store().list()) == 8, "counted anew as new records"


def test_a_stopped_count_of_a_slide_goes_on(counted: MainWindow, smear: Path, qtbot: QtBot) -> None:
    session = counted.session
    name = "field 1.png"
    cells = tuple(replace(c, review=None) for c in session.case.cells_of(name))
    slide = Case(Case.new_id(), "slide 9", str(smear))
    slide.apply(AddImage(CaseImage(name, 640, 480, "slide"), cells[:5]), user="test")
    session.store().create(slide)
    session.open_case(slide.id)
    with qtbot.waitSignal(session.resumed) as told:
        assert session._see_to_rest(Sample("slide 9", smear, (name,)))
    assert told.args[0].images == (name,)
    assert "slide goes on" in counted.banner.text.text()
    session.queue.stop()
    # Going on runs through the slide in the same order: what is there already comes again.
    event = ImageCounted("slide 9", name, 640, 480, "slide", cells)
    entry = take_event(slide, None, event, "test", {})
    assert entry is not None
    assert len(entry.cells) == len(cells) - 5
    assert {c.box for c in slide.cells} == {c.box for c in cells}
    assert len(slide.cells) == len(cells)


def test_a_slide_with_few_cells_is_not_searched_for_ever(smear: Path) -> None:
    """The whole film was counted and held fewer cells than the target."""
    slide = Case(Case.new_id(), "slide 9", str(smear))
    slide.apply(AddImage(CaseImage("a.svs", 9000, 9000, "slide"), ()), user="test")
    sample = Sample("slide 9", smear, ("a.svs",))
    assert rest_of(sample, slide).images == ("a.svs",)
    slide.apply(Note(Act.COUNT_ENDED), user="test")
    assert rest_of(sample, slide).images == ()
