"""Events, journal and tables with a sample's cells weighed with each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from wbc_desktop.cli.tables import ResultTables
from wbc_desktop.core.cell import Cell, Prediction
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.events import CellsWeighed, CountEvent, ImageCounted, SampleFinished, SampleStarted
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.folder import Sample
from wbc_desktop.inference.journal import Journal, Record, RunSettings
from wbc_desktop.inference.own_cells import weighed
from wbc_desktop.models.manifest import Calibration, Manifest, OwnCells

MEASURES = 4
CENTRES = np.array([[0, 0, 4, 4], [4, 0, 0, 4], [0, 4, 0, 0], [4, 4, 4, 0], [-4, 0, 0, -4]], float)


def manifest(*, weighs: bool = True) -> Manifest:
    own = OwnCells(
        spread=(1.0,) * MEASURES,
        deviations=tuple(map(tuple, (CENTRES - CENTRES.mean(axis=0)).tolist())),
        covariance=tuple(np.eye(MEASURES)[np.tril_indices(MEASURES)].tolist()),
    )
    return Manifest(
        id="drawn",
        version="1.0.0",
        kind="classifier",
        architecture="resnet18",
        sha256="0" * 64,
        calibration=Calibration(threshold=0.6),
        own_cells=own if weighs else None,
    )


def prediction(read: int, label: str | None = None) -> Prediction:
    shares = [0.1] * 5
    shares[read] = 0.6
    a, b, c, d, e = shares
    other = 0.9 if label == "not_counted" else 0.0
    return Prediction(label or FIVE_IDS[read], FIVE_IDS[read], 0.6, (a, b, c, d, e), other)


def images(cells: int = 60) -> list[tuple[int, ImageCounted]]:
    """Images of one cell each, every fifth read wrongly, with the class that it has."""
    rng = np.random.default_rng(3)
    found = []
    for n in range(cells):
        truth = n % 5
        read = (truth + 1) % 5 if n % 4 == 3 else truth
        values = tuple(round(float(v), 5) for v in CENTRES[truth] + rng.normal(0, 0.7, MEASURES) + 3.0)
        name = f"{n:03}.png"
        cell = Cell(name, 1, Box(0, 0, 9, 9), None, prediction(read))
        found.append((truth, ImageCounted("s", name, 9, 9, "cell", (cell,), measures=(values,))))
    return found


def events(counted: list[tuple[int, ImageCounted]]) -> list[CountEvent]:
    return [SampleStarted("s", len(counted)), *(image for _, image in counted), SampleFinished("s")]


def test_changed_answers_are_told_before_the_sample_ends() -> None:
    counted = images()
    told = list(weighed(events(counted), manifest()))
    assert isinstance(told[-1], SampleFinished)
    change = told[-2]
    assert isinstance(change, CellsWeighed)
    answers = dict(change.predictions)
    truth = {image.cells[0].key: FIVE_IDS[t] for t, image in counted}
    wrong = {image.cells[0].key for t, image in counted if image.cells[0].label != FIVE_IDS[t]}
    assert wrong <= set(answers)
    right = sum(answers[key].best_class == truth[key] for key in wrong)
    assert right / len(wrong) > 0.9


def test_a_growing_sample_is_told_often_and_each_answer_once() -> None:
    counted = images()
    told = list(weighed(events(counted), manifest(), often=True))
    changes = [e for e in told if isinstance(e, CellsWeighed)]
    assert len(changes) >= 3
    assert told.index(changes[0]) < told.index(counted[30][1])
    in_force: dict[tuple[str, int], Prediction | None] = {}
    for event in told:
        if isinstance(event, ImageCounted):
            in_force |= {cell.key: cell.prediction for cell in event.cells}
        elif isinstance(event, CellsWeighed):
            assert all(in_force[key] != answer for key, answer in event.predictions)
            in_force |= dict(event.predictions)
    at_the_end = list(weighed(events(counted), manifest()))[-2]
    assert isinstance(at_the_end, CellsWeighed)
    assert all(in_force[key] == answer for key, answer in at_the_end.predictions)


def test_a_model_that_weighs_nothing_changes_nothing() -> None:
    given = events(images())
    assert list(weighed(given, manifest(weighs=False))) == given


def test_few_cells_change_nothing() -> None:
    given = events(images(19))
    assert list(weighed(given, manifest())) == given


@pytest.mark.parametrize("far", [True, False])
def test_what_is_none_of_the_five_stays_so_unless_it_lies_in_a_group(far: bool) -> None:
    counted = images()
    odd = counted[7][1]
    cell = Cell(odd.image, 1, Box(0, 0, 9, 9), None, prediction(2, "not_counted"))
    centre = tuple(float(v) + 3.0 for v in CENTRES[2])
    measures = (tuple(v + 30.0 for v in centre) if far else centre,)
    counted[7] = (2, ImageCounted("s", odd.image, 9, 9, "cell", (cell,), measures=measures))
    change = list(weighed(events(counted), manifest()))[-2]
    assert isinstance(change, CellsWeighed)
    answer = dict(change.predictions).get(cell.key)
    if far:
        assert answer is None
    else:
        assert answer is not None
        assert (answer.label, answer.best_class, answer.other) == ("unidentified", "basophil", 0.9)
        assert "none of the five" in answer.reason


def test_a_cell_apart_from_the_groups_is_no_surer_than_the_network_was() -> None:
    counted = images()
    odd = counted[7][1]
    cell = Cell(odd.image, 1, Box(0, 0, 9, 9), None, prediction(2))
    apart = tuple(float(v) + 3.0 + 6.0 for v in CENTRES[2])
    counted[7] = (2, ImageCounted("s", odd.image, 9, 9, "cell", (cell,), measures=(apart,)))
    change = list(weighed(events(counted), manifest()))[-2]
    assert isinstance(change, CellsWeighed)
    answer = dict(change.predictions)[cell.key]
    alone = cell.prediction
    assert alone is not None
    place = FIVE_IDS.index(answer.best_class)
    assert answer.confidence <= max(alone.probabilities[place], 0.25) + 1e-12
    assert answer.confidence == answer.probabilities[place] == max(answer.probabilities)
    near = [a for key, a in change.predictions if key != cell.key]
    assert sum(a.confidence > 0.6 for a in near) > 0.6 * len(near)


def test_tables_hold_the_weighed_answers_also_after_a_stop(tmp_path: Path) -> None:
    counted = images()
    samples = [Sample("s", tmp_path, tuple(image.image for _, image in counted))]
    settings = RunSettings("drawn", "1.0.0", "0" * 64, "1" * 64)

    def write(part: list[tuple[int, ImageCounted]], *, resume: bool) -> ResultTables:
        tables = ResultTables(tmp_path, model="drawn", model_version="1.0.0", manifest=manifest())
        with Journal(tmp_path, settings) as journal:
            journal.open(resume=resume)
            for _, image in part:
                journal.add(Record("s", image.image, (1, 1), image.cells, measures=image.measures))
                if image.image == "030.png":
                    tables.write(samples, journal)
            tables.write(samples, journal)
        return tables

    whole = write(counted, resume=False)
    text = (tmp_path / "cells.csv").read_text("utf-8")
    assert whole.rows[0]["neutrophil_count"] == 10  # of 12; two lie apart from the others and are unsure
    write(counted[:25], resume=False)
    assert (tmp_path / "cells.csv").read_text("utf-8") != text
    write(counted[25:], resume=True)
    assert (tmp_path / "cells.csv").read_text("utf-8") == text


def test_events_and_tables_say_the_same(tmp_path: Path) -> None:
    counted = images()
    change = list(weighed(events(counted), manifest()))[-2]
    assert isinstance(change, CellsWeighed)
    answers = {image.cells[0].key: image.cells[0].prediction for _, image in counted} | dict(
        change.predictions
    )
    samples = [Sample("s", tmp_path, tuple(image.image for _, image in counted))]
    with Journal(tmp_path, RunSettings("drawn", "1.0.0", "0" * 64, "1" * 64)) as journal:
        journal.open(resume=False)
        for _, image in counted:
            journal.add(Record("s", image.image, (1, 1), image.cells, measures=image.measures))
        ResultTables(tmp_path, model="drawn", model_version="1.0.0", manifest=manifest()).write(
            samples, journal
        )
    lines = (tmp_path / "cells.csv").read_text("utf-8").splitlines()
    head = lines[0].lstrip("\ufeff").split(",")
    for line, (_, image) in zip(lines[1:], counted, strict=True):
        row = dict(zip(head, line.split(","), strict=True))
        expected = answers[image.cells[0].key]
        assert expected is not None
        assert row["label"] == expected.label
        assert float(row["confidence"]) == pytest.approx(expected.confidence, abs=1e-4)
