"""The cells of a case in order, its twin for a second observer, and outlines."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from made_cases import AT, MODEL, make_case, make_cell

from wbc_desktop.core.case import (
    AcceptCells,
    AddCell,
    AddImage,
    Case,
    CaseImage,
    Reclassify,
    RemoveCells,
    SampleData,
    SetSampleData,
)
from wbc_desktop.core.cell import CellMask, Review
from wbc_desktop.core.cell_table import CellTable
from wbc_desktop.core.contour import mask_ring
from wbc_desktop.core.geometry import Box
from wbc_desktop.core.intervals import IntervalMethod


def test_the_table_keeps_its_sums_and_its_order():
    table = CellTable()
    one, two = make_cell("a.png", 1), make_cell("a.png", 2, "monocyte")
    far = replace(make_cell("b.png", 1, "not_counted", detail="erythroblast"))
    for cell in (two, far, one):
        table.put(cell)
    assert table.ordered(["b.png", "a.png"]) == (far, one, two)
    assert table.ordered(["b.png", "a.png"])[1] is one
    assert table.of_image("a.png") == [one, two]
    assert table.of_image("c.png") == []
    assert (len(table), table.unreviewed, +table.settled) == (3, 3, {})
    assert +table.tally == {"neutrophil": 1, "monocyte": 1, "erythroblast": 1}
    answered = replace(two, review=Review("lymphocyte", "ann", AT))
    table.put(answered)
    assert table.ordered(["b.png", "a.png"]) == (far, one, answered)
    assert (table.unreviewed, +table.settled) == (2, {"lymphocyte": 1})
    table.drop(("a.png", 1))
    table.drop(("a.png", 1))
    assert table.ordered(["b.png", "a.png"]) == (far, answered)
    assert (len(table), table.unreviewed, table.get(("a.png", 1))) == (2, 1, None)
    assert table.of_image("a.png") == [answered]
    assert +table.tally == {"lymphocyte": 1, "erythroblast": 1}
    odd = make_cell("z.png", 1)
    table.put(odd)
    assert table.ordered(["b.png", "a.png"]) == (far, answered, odd)  # an image not named comes last


def test_settled_cells_are_summed_up_by_class_and_taken_out_again():
    case = make_case(images=1, each=(3, 0, 0, 2, 0))
    keys = [cell.key for cell in case.cells]
    case.apply(AcceptCells(keys[:4]), user="ann", at=AT)
    assert dict(+case.settled) == {"neutrophil": 3, "lymphocyte": 1}
    assert case.unreviewed == 1
    case.apply(Reclassify(keys[0], "monocyte"), user="ann", at=AT)
    assert dict(+case.settled) == {"neutrophil": 2, "lymphocyte": 1, "monocyte": 1}
    case.undo(user="ann")
    case.undo(user="ann")
    assert dict(+case.settled) == {}
    assert case.unreviewed == 5


def test_the_next_number_follows_every_cell_there_ever_was():
    case = make_case(images=2)
    assert case.next_number("field_1.png") == 11
    assert case.next_number("new.png") == 1
    case.apply(AddCell(make_cell("field_1.png", 40)), user="ann")
    case.apply(RemoveCells((("field_1.png", 40),)), user="ann")
    assert (case.next_number("field_1.png"), case.next_number("field_2.png")) == (41, 11)
    assert case.cells_of("field_2.png") == list(case.cells[10:])


def test_the_differential_of_a_case_takes_its_settings():
    case = make_case(images=1, each=(2, 0, 0, 1, 0))
    assert case.differential() is case.differential(1, IntervalMethod.WILSON)
    assert (case.differential().decimals, case.differential().method) == (1, IntervalMethod.WILSON)
    exact = case.differential(2, IntervalMethod.EXACT)
    assert (exact.decimals, exact.method, exact["neutrophil"].percent) == (2, IntervalMethod.EXACT, 66.67)
    case.apply(SetSampleData(replace(case.data, wbc=6.0, wbc_corrected=True)), user="ann")
    assert case.differential()["neutrophil"].absolute == pytest.approx(4.0)


def test_a_second_review_knows_no_answer():
    case = make_case(images=2, extra=("smudge_cell",), reviewed=True)
    case.apply(AddCell(make_cell("field_1.png", 30)), user="ann")
    twin = case.second_review("bob", AT)
    assert (twin.sample, twin.root, twin.review_of, twin.model) == (case.sample, case.root, case.id, None)
    assert twin.id != case.id
    assert [c.key for c in twin.cells] == [c.key for c in case.cells if c.number != 30]
    assert twin.images == case.images
    assert all(c.prediction is None and c.review is None and c.label == "unidentified" for c in twin.cells)
    assert twin.cells[0].box == case.cells[0].box
    assert {(e.user, e.at) for e in twin.history} == {("bob", AT)}
    now = case.second_review()
    assert abs((now.created.at - datetime.now(UTC)).total_seconds()) < 60


def test_a_case_says_who_began_it_and_with_what():
    data = SampleData(order_id="7")
    case = Case("id", "S", "/r", model=MODEL, review_of="other", data=data, user="ann", at=AT)
    assert (case.id, case.sample, case.root, case.review_of, case.model) == ("id", "S", "/r", "other", MODEL)
    assert (case.data, len(case.history), case.created.user, case.created.at) == (data, 2, "ann", AT)
    assert {(e.user, e.at) for e in case.history} == {("ann", AT)}
    assert len(Case("id", "S", data=SampleData()).history) == 1
    assert Case.replay(case.history).model == MODEL
    assert Case.replay(Case("id", "S").history).model is None


def test_a_slides_steps_are_one_image():
    case = Case("id", "S", user="ann", at=AT)
    first = CaseImage("s.svs", 9, 9, "slide", ("thick",), 30.0)
    case.apply(AddImage(first, (make_cell("s.svs", 1),)), user="ann")
    case.apply(AddImage(replace(first, warnings=("thick", "pale"), red_cell_px=None), ()), user="ann")
    assert case.image("s.svs") == replace(first, warnings=("thick", "pale"), red_cell_px=30.0)
    case.apply(AddImage(replace(first, warnings=(), red_cell_px=31.0), ()), user="ann")
    assert case.image("s.svs") == replace(first, warnings=("thick", "pale"), red_cell_px=31.0)
    assert len(case.images) == 1


def test_an_outline_is_the_largest_part_without_corners_in_straight_edges():
    cell = make_cell("a.png", 1)
    labels = np.zeros((6, 8), np.uint8)
    labels[0, 0] = 1
    labels[2:5, 3:7] = 1
    labels[3, 4:6] = 2
    mask = replace(cell.mask, labels=labels, box=replace(cell.mask.box, x=100, y=50, width=16, height=18))
    ring = mask_ring(mask)
    assert ring[0] == ring[-1]
    assert sorted(ring[:-1]) == [(106, 56), (106, 65), (114, 56), (114, 65)]
    assert sorted(mask_ring(mask, least=2)[:-1]) == [(108, 59), (108, 62), (112, 59), (112, 62)]
    assert mask_ring(replace(mask, labels=np.zeros((6, 8), np.uint8))) is None


def test_the_largest_part_is_taken_wherever_it_lies():
    labels = np.zeros((40, 40), np.uint8)
    labels[1:6, 1:6] = 1
    labels[36:39, 36:39] = 1
    for turned in range(4):
        ring = mask_ring(CellMask(np.rot90(labels, turned), Box(0, 0, 40, 40)))
        xs, ys = zip(*ring, strict=True)
        assert (max(xs) - min(xs), max(ys) - min(ys)) == (5, 5)
