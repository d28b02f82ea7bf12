from __future__ import annotations

import csv
from pathlib import Path

import pytest

from training.report_comparison import comparison_table, difference, mean_right
from training.report_tables import Run, fraction_table, summary


def finished(folder: Path, name: str, seed: int, right: list[bool]) -> Run:
    folder.mkdir(parents=True)
    with (folder / "predictions.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "label", "predicted"])
        writer.writerows(
            [f"{i}.png", "neutrophil", "neutrophil" if r else "monocyte"] for i, r in enumerate(right)
        )
    accuracy = sum(right) / len(right)
    names = ("best_test_accuracy", "last_test_accuracy", "chosen_test_accuracy", "macro_recall")
    record = {
        "identity": {"name": name, "seed": seed, "settings": {"image_size": 96}},
        "figures": {**dict.fromkeys(names, accuracy), "test_images": len(right)},
        "data": {"counts": {"train": [7, 3]}},
        "machine": "a machine",
        "commit": "abc",
        "finished": "2026-11-26T11:29:00+00:00",
        "seconds": 120.0,
    }
    return Run(folder, name, seed, record)


@pytest.fixture
def runs(tmp_path) -> list[Run]:
    whole = [True] * 90 + [False] * 10
    return [
        finished(tmp_path / "a", "resnet_wbc_1", 0, whole),
        finished(tmp_path / "b", "combinedNet_wbc_1", 0, [False] * 20 + whole[20:]),
        finished(tmp_path / "c", "combinedNet_wbc_1", 1, [False] * 30 + whole[30:]),
    ]


def test_a_network_is_compared_image_by_image_over_all_its_seeds(runs):
    row = next(row for row in comparison_table(runs) if row["fraction"] == "1 %")
    assert row["ResNet-18"] == "90.0 %"
    assert row["autoencoder"] == "−25.0 (−32.9 to −17.1)"
    assert row["masked-image modelling"] == "–", "what was not run is not shown as a figure"
    assert mean_right(runs[1:])["25.png"] == 0.5


def test_equal_answers_differ_by_nothing_and_no_answers_by_no_figure():
    same = {"a": 1.0, "b": 0.0, "c": 1.0}
    assert difference(same, same) == (0.0, 0.0, 0.0)
    assert difference({}, same) is None


def test_a_table_tells_seeds_images_and_wilsons_interval(runs):
    row = fraction_table(runs, "combinedNet_wbc")[-1]
    assert (row["images"], row["seeds"]) == ("10", "0, 1")
    assert row["chosen by validation"] == "65.0 % (60.0–70.0)"
    assert row["its 95 % interval"] == "55.3–73.6 %"


def test_the_summary_names_machine_commit_and_time(runs):
    told = dict(summary(runs))
    assert told["Machine"] == "a machine"
    assert told["Commit"] == "abc"
    assert told["Trained"] == "2026-11-26 11:29 to 2026-11-26 11:29 UTC"
    assert told["Time of all trainings"] == "6 min"
    assert told["Side of the images"] == "96 px"
