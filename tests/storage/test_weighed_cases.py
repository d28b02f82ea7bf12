"""Answers weighed with the sample's own cells are in the chain, and in the case that is read back."""

from made_cases import MODEL, make_case, make_cell, meaning

from wbc_desktop.core.case import AcceptCells, WeighCells
from wbc_desktop.core.events import CellsWeighed, ImageCounted, SampleFinished
from wbc_desktop.core.history import Act
from wbc_desktop.storage.case_store import CaseStore
from wbc_desktop.storage.recorder import CaseRecorder

FIRST, SECOND = ("field_1.png", 1), ("field_1.png", 2)
NEW = make_cell(label="monocyte", confidence=0.123456789012345).prediction


def test_a_reopened_case_has_the_new_answers_and_the_chain_holds(tmp_path):
    file = tmp_path / "cases.sqlite3"
    case = make_case()
    with CaseStore(file) as store:
        store.create(case)
        store.record(case, case.apply(AcceptCells(FIRST), user="ann"))
        event = CellsWeighed("S-1", ((FIRST, NEW), (SECOND, NEW)))
        store.record(case, case.apply(WeighCells.of(event), user="ann"))
        assert store.list()[0].unreviewed == 19
    with CaseStore(file) as store:
        loaded = store.load(case.id)
        assert meaning(loaded) == meaning(case)
        assert loaded.history == case.history
        assert [loaded.cell(key).prediction for key in (FIRST, SECOND)] == [NEW, NEW]
        assert [loaded.cell(key).label for key in (FIRST, SECOND)] == ["neutrophil", "monocyte"]
        assert loaded.calls == case.calls
        assert store.verify().sound
        sql = "UPDATE history SET payload = replace(payload, '0.123456789012345', '0.2') WHERE act = 'weigh'"
        with store.database.transaction():
            store.database.run("DROP TRIGGER history_is_never_changed")
            store.database.run(sql)
        (fault,) = store.verify().faults
        assert (fault.case_id, fault.number) == (case.id, len(case.history))


def test_the_recorder_takes_them_before_the_end_of_the_sample(tmp_path):
    cells = tuple(make_cell("a.png", number) for number in (1, 2))
    with CaseStore(tmp_path / "cases.sqlite3") as store:
        recorder = CaseRecorder(store, {"S-1": "/images"}, MODEL, "ann")
        recorder.take(CellsWeighed("none of its own", ((("a.png", 1), NEW),)))
        recorder.take(ImageCounted("S-1", "a.png", 640, 480, "field", cells))
        recorder.take(CellsWeighed("S-1", ()))
        recorder.take(CellsWeighed("S-1", ((("a.png", 2), NEW),)))
        recorder.take(SampleFinished("S-1"))
        assert list(recorder.cases) == ["S-1"]
        loaded = store.load(recorder.cases["S-1"].id)
    assert [e.act for e in loaded.history] == [Act.CREATE, Act.COUNT, Act.WEIGH, Act.COUNT_ENDED]
    assert [c.label for c in loaded.cells] == ["neutrophil", "monocyte"]
