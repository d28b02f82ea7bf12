"""Figures of cells weighed with each other, on drawn logits and measures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from training.product import own_cells, release, renew, weighed
from training.product.calibrated import Laboratory, after_calibration
from training.product.measure import Unseen
from training.product.recipe import Recipe
from training.product.scoring import figures
from training.product.weighed import References, weigh, weighed_unseen, wrong_of_surest
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box
from wbc_desktop.inference.own_cells import OwnCells as OwnSample
from wbc_desktop.inference.own_cells import weighed_cells
from wbc_desktop.models.adapting import Samples
from wbc_desktop.models.classifying import decide
from wbc_desktop.models.manifest import MANIFEST_NAME, Calibration, Manifest, OwnCells, Score

CELLS = 200
RULE = Calibration(temperature=1.0, threshold=0.7, other_threshold=0.5)
APART = np.array(
    [[6.0, 0, 0, 0, 0], [0, 6.0, 0, 0, 0], [0, 0, 6.0, 0, 0], [0, 0, 0, 6.0, 0], [0, 0, 0, 0, 6.0]]
)
REFERENCE = OwnCells(
    spread=(1.0,) * 5,
    deviations=tuple(tuple(float(v) for v in row) for row in APART - APART.mean(axis=0)),
    covariance=tuple(float(v) for v in np.eye(5)[np.tril_indices(5)]),
)


def sample(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cells that the measures tell apart and the network often mistakes: logits, measures, truth."""
    draw = np.random.default_rng(seed)
    truth = np.arange(CELLS) % 5
    logits = np.concatenate(
        [np.eye(5)[truth] * 2.0 + draw.normal(0, 1.3, (CELLS, 5)), np.full((CELLS, 1), -3.0)], 1
    )
    return logits, APART[truth] + draw.normal(0, 1.0, (CELLS, 5)) + 9.0, truth


def names(truth: np.ndarray) -> list[str]:
    return [FIVE_IDS[k] for k in truth]


def test_cells_that_fall_into_groups_are_read_right_where_the_network_was_wrong() -> None:
    logits, measures, truth = sample()
    assert figures("x", logits, names(truth)).macro < 0.85
    found = weigh(logits, measures, REFERENCE, RULE)
    assert found.figures("x", truth).macro > 0.97
    assert found.within.sum(axis=1) == pytest.approx(1.0)
    accepted, wrong = found.accepted_errors(truth, RULE.threshold)
    assert accepted > 0.5
    assert wrong < 0.03


def test_a_cell_of_none_of_the_five_keeps_its_answer_and_is_never_accepted() -> None:
    logits, measures, truth = sample()
    logits[0] = [0, 3, 0, 0, 0, 9.0]  # a neutrophil by its measures: it becomes doubtful
    near = weigh(logits, measures, REFERENCE, RULE)
    assert near.within[0].argmax() == 0
    assert not near.counted[0]
    assert near.confidence[0] < RULE.threshold
    measures[0] += 50.0
    found = weigh(logits, measures, REFERENCE, RULE)
    odds = np.exp(logits[0, :5])
    assert found.within[0] == pytest.approx(odds / odds.sum())
    assert not found.counted[0]
    assert found.counted[1:].all()
    assert found.accepted_errors(truth, 0.0)[0] == pytest.approx((CELLS - 1) / CELLS)


def test_the_confidence_is_less_by_what_speaks_for_none_of_the_five() -> None:
    logits, measures, _ = sample()
    logits[:, 5] = 1.0
    rule = RULE.model_copy(update={"other_threshold": 1.0})
    found = weigh(logits, measures, REFERENCE, rule)
    odds = np.exp(logits)
    assert found.confidence == pytest.approx(found.within.max(axis=1) * (1 - odds[:, 5] / odds.sum(axis=1)))


def test_the_answers_are_those_of_the_program() -> None:
    logits, measures, truth = sample()
    logits[:7, 5] = 9.0
    measures[20:30, 2] = np.nan
    manifest = manifest_of(calibration=RULE, own_cells=REFERENCE, classes=(*FIVE_IDS, "platelet"))
    cells = [Cell("x", n, Box(0, 0, 1, 1), None, a) for n, a in enumerate(decide(logits, manifest))]
    told = [tuple(None if np.isnan(v) else float(v) for v in row) for row in measures]
    program = OwnSample(manifest)
    program.add(cells, told)
    answers = weighed_cells(program.groups(), cells, told, manifest)
    found = weigh(logits, measures, REFERENCE, RULE)
    assert found.within == pytest.approx(np.array([a.probabilities for a in answers]))
    assert found.confidence[7:] == pytest.approx([a.confidence for a in answers[7:]])
    accepted = [
        (FIVE_IDS.index(a.label), k) for a, k in zip(answers, truth, strict=True) if a.label in FIVE_IDS
    ]
    share, wrong = found.accepted_errors(truth, RULE.threshold)
    assert share == len(accepted) / CELLS
    assert wrong == pytest.approx(np.mean([a != k for a, k in accepted]))


def test_few_cells_keep_the_networks_answers() -> None:
    logits, measures, _ = sample()
    odds = np.exp(logits[:10, :5])
    found = weigh(logits[:10], measures[:10], REFERENCE, RULE)
    assert found.within == pytest.approx(odds / odds.sum(axis=1, keepdims=True))


def test_the_surest_share_alone_is_looked_at() -> None:
    wrong = np.array([False, True, False, True])
    assert wrong_of_surest(np.array([0.9, 0.2, 0.8, 0.7]), wrong, 0.5) == 0.0
    assert wrong_of_surest(np.array([0.9, 0.2, 0.8, 0.7]), wrong, 0.75) == pytest.approx(1 / 3)


def manifest_of(**given: object) -> Manifest:
    told = {"id": "resnet18", "version": "1.3.0", "kind": "classifier", "architecture": "resnet18"}
    return Manifest(**{**told, "classes": FIVE_IDS, "input_size": 96, "sha256": "0" * 64, **given})


def result_of(logits: np.ndarray, truth: np.ndarray, leave_out: str = "chula") -> Unseen:
    plain = figures("chula", logits, names(truth))
    chosen = [(0, i) for i in range(len(truth))]
    return Unseen(plain, plain, logits, truth, chosen, Recipe(leave_out=leave_out))


def test_a_release_scores_unseen_sources_both_ways(monkeypatch) -> None:
    logits, measures, truth = sample()
    monkeypatch.setattr(weighed, "measures_of", lambda _, chosen: measures[[i for _, i in chosen]])
    monkeypatch.setattr(weighed, "known_cells", lambda _, recipe: REFERENCE)
    result = result_of(logits, truth)
    assert weighed_unseen(result, [], REFERENCE, RULE).source == "chula"
    plain, together = release.unseen_scores({"chula": result}, [], RULE)
    assert (plain.metric, together.metric) == ("unseen_macro_recall", "unseen_macro_recall_weighed")
    assert plain.value == round(result.figures.macro, 4)
    assert together.value > 0.97
    assert (together.source, together.n) == ("chula", CELLS)


def test_a_reference_is_read_once_for_a_run_that_left_out_several(monkeypatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(
        weighed, "known_cells", lambda _, recipe: (read.append(recipe.leave_out), REFERENCE)[1]
    )
    logits, _, truth = sample()
    references = References([])
    for leave_out in ("chula,zheng1", "chula,zheng1", "pbc"):
        references.of(result_of(logits, truth, leave_out))
    assert read == ["chula,zheng1", "pbc"]


def test_cells_are_weighed_after_a_calibration_too() -> None:
    logits, measures, truth = sample()
    draw = np.random.default_rng(1)
    features = draw.normal(0, 1.0, (CELLS, 768))
    place = Laboratory("x", Samples(logits, features, measures, truth), np.full(CELLS, np.nan), None)
    first, second = after_calibration(place, REFERENCE, RULE, 20, 2)
    assert first.figures.n == first.weighed.n == CELLS - 20
    assert first.weighed.macro > 0.95
    assert (first.figures.confusion != second.figures.confusion).any()


def test_a_model_folder_gets_scores_reference_and_card_anew(tmp_path: Path, monkeypatch) -> None:
    logits, measures, truth = sample()
    monkeypatch.setattr(weighed, "measures_of", lambda _, chosen: measures[[i for _, i in chosen]])
    monkeypatch.setattr(weighed, "known_cells", lambda _, recipe: REFERENCE)
    monkeypatch.setattr(renew, "known_cells", lambda _, recipe: REFERENCE)
    held_out = [Score(source="pbc", metric="held_out_accuracy", value=0.9, n=9)]
    monkeypatch.setattr(renew, "held_out_scores", lambda *_: held_out)
    monkeypatch.setattr(renew, "left_out_runs", lambda *_: {"chula": result_of(logits, truth)})
    old = [("chula", "unseen_macro_recall"), ("pbc", "held_out_accuracy"), ("zheng1", "unseen_macro_recall")]
    manifest = manifest_of(scores=tuple(Score(source=s, metric=m, value=0.5, n=9) for s, m in old))
    renew.renew(tmp_path, manifest, [], tmp_path, "1.4.0", "The weights are those of 1.3.0.")
    told = json.loads((tmp_path / MANIFEST_NAME).read_text("utf-8"))
    assert told["version"] == "1.4.0"
    assert told["own_cells"]["spread"] == [1.0] * 5
    assert [(s["source"], s["metric"], s["value"] == 0.5) for s in told["scores"]] == [
        ("chula", "unseen_macro_recall", False),
        ("chula", "unseen_macro_recall_weighed", False),
        ("zheng1", "unseen_macro_recall", True),
        ("pbc", "held_out_accuracy", False),
    ]
    card = (tmp_path / "MODEL_CARD.md").read_text("utf-8")
    assert card.startswith("# resnet18 1.4.0")
    assert "The weights are those of 1.3.0." in card
    assert "weighed with each other" in card
    assert "| chula | unseen_macro_recall_weighed | " in card


def test_a_classs_place_is_told_by_its_deviation_not_by_its_sources_shift(monkeypatch) -> None:
    # Two sources, all measures shifted by 50 between them: the deviations are the classes' own.
    class Cache:
        def __init__(self, source: str) -> None:
            self.cells = [
                type("Cell", (), {"source": source, "label": FIVE_IDS[n % 5], "held_out": False,
                                  "validation": False, "file": ""})()
                for n in range(100)
            ]  # fmt: skip

    draw = np.random.default_rng(2)

    def of(caches, chosen):
        label = [FIVE_IDS.index(caches[c].cells[i].label) for c, i in chosen]
        return APART[label] + 50.0 * np.array([[c] for c, _ in chosen]) + draw.normal(0, 1, (len(chosen), 5))

    monkeypatch.setattr(own_cells, "measures_of", of)
    known = own_cells.known_cells([Cache("pbc"), Cache("bccd")], Recipe())
    assert known is not None
    found = np.array(known.deviations) * np.array(known.spread)
    assert found == pytest.approx(APART - APART.mean(axis=0), abs=0.7)
    assert np.array(known.spread) == pytest.approx(1.0, abs=0.15)


def test_unseen_scores_may_stay_where_there_are_some() -> None:
    def score(source: str, metric: str, value: float) -> Score:
        return Score(source=source, metric=metric, value=value, n=9)

    old = [score("chula", "unseen_macro_recall", 0.9), score("pbc", "held_out_accuracy", 0.9)]
    new = [score(s, m, 0.1) for s in ("chula", "pbc") for m in ("unseen_macro_recall", "held_out_accuracy")]
    found = {(s.source, s.metric): s.value for s in renew.with_scores(old, new, keep_unseen=True)}
    assert found.pop(("chula", "unseen_macro_recall")) == 0.9
    assert set(found.values()) == {0.1}
    assert len(found) == 3
    assert {s.value for s in renew.with_scores(old, new)} == {0.1}


def test_too_few_cells_give_no_reference_and_leave_the_answers() -> None:
    assert own_cells.known_cells([], Recipe()) is None
    logits, measures, _ = sample()
    odds = np.exp(logits[:, :5])
    found = weigh(logits, measures, None, RULE)
    assert found.within == pytest.approx(odds / odds.sum(axis=1, keepdims=True))
