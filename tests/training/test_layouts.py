from __future__ import annotations

import csv
import shutil
from collections import Counter

import pytest

from training.config import DataSettings, Source
from training.data.fractions import split_undecided, take_fraction
from training.data.generated import STUDY_COUNTS, cell_image, tissue_image
from training.data.items import ImageSet, Item
from training.data.layouts import CAM16_CLASSES, WBC_CLASSES, read_labelled, read_unlabelled
from training.data.rois import rois
from training.data.sources import StudyData
from training.data.study import read_study_wbc
from wbc_desktop.core.errors import WrongUse


def items(counts, split="train"):
    from pathlib import Path

    return [
        Item(Path(f"{label}/{number:04}.png"), label, split)
        for label, count in enumerate(counts)
        for number in range(count)
    ]


def test_the_studys_wbc_folders_are_read_as_they_are(study):
    found = read_labelled(study.wbc / "WBC_100", WBC_CLASSES)
    assert found.counts()["train"] == [10] * 5
    assert found.counts()["val"] == [4] * 5
    masked = [item for item in found.items if item.mask is not None]
    assert len(masked) == 5
    assert all(item.mask.stem == item.file.stem and "mask" in item.mask.parts for item in masked)


def test_masks_may_lie_flat_under_the_same_file_names(study, tmp_path):
    shutil.copytree(study.wbc / "WBC_100", tmp_path / "WBC_100")
    folder = tmp_path / "WBC_100" / "train" / "mask"
    for file in list(folder.glob("*/*.png")):
        file.rename(folder / file.name)
    found = read_labelled(tmp_path / "WBC_100", WBC_CLASSES)
    assert sum(item.mask is not None for item in found.items) == 5


def test_cam16_and_prcc_folders_are_read_as_they_are(study):
    cam16 = read_labelled(study.cam16, CAM16_CLASSES)
    assert cam16.counts() == {"train": [10, 10], "val": [3, 3], "test": [4, 4]}
    assert sum(item.mask is not None for item in cam16.items) == 6
    assert len(read_unlabelled(study.prcc).items) == 24


@pytest.mark.parametrize("percent", ["100", "50", "10", "1"])
def test_a_study_fraction_keeps_its_images_and_is_tested_on_its_val_folder(study, percent):
    found = read_study_wbc(study.wbc, float(percent) / 100, 0.1, 0)
    counts = found.counts()
    assert counts["test"] == [4] * 5
    assert counts["val"] == [1] * 5
    whole = STUDY_COUNTS[f"WBC_{percent}"]
    assert all(whole - 1 <= count <= whole for count in counts["train"])
    if percent in ("10", "1"):
        assert counts["train"] == [whole] * 5, "small fractions lose no image to validation"
    train = {item.file.name for item in found.of("train")}
    assert not train & {item.file.name for item in found.of("val")}


def test_class_folders_without_splits_are_split_by_class(tmp_path):
    for kind in WBC_CLASSES:
        (tmp_path / "cells" / f"{kind.upper()}").mkdir(parents=True)
        for number in range(10):
            cell_image(kind, number)[0].save(tmp_path / "cells" / kind.upper() / f"{number}.png")
    settings = DataSettings(
        wbc=(Source(path=str(tmp_path / "cells")),), cam16=(), prcc=(), val_share=0.2, test_share=0.3
    )
    found = StudyData(settings, tmp_path).wbc(1.0, 0)
    assert found.counts() == {"train": [5] * 5, "val": [2] * 5, "test": [3] * 5}


def test_a_label_table_is_read_with_its_splits_and_other_classes_left_out(tmp_path):
    table = tmp_path / "labels.csv"
    rows = [
        ("a.png", "Neutrophils", "train"),
        ("b.png", "monocyte", "Validation"),
        ("c.png", "platelet", "test"),
    ]
    with table.open("w", newline="") as stream:
        csv.writer(stream).writerows([("file", "label", "split"), *rows])
    found = read_labelled(table, WBC_CLASSES)
    assert [(item.label, item.split) for item in found.items] == [(0, "train"), (4, "val")]


@pytest.mark.parametrize(
    ("text", "word"),
    [("file,klass\na.png,x\n", "column label"), ("file,label,split\na.png,monocyte,tset\n", "Line 2")],
)
def test_a_wrong_label_table_is_told_in_words(tmp_path, text, word):
    table = tmp_path / "labels.csv"
    table.write_text(text)
    with pytest.raises(WrongUse, match=word):
        read_labelled(table, WBC_CLASSES)


def test_fractions_are_nested_stratified_and_fixed_by_the_seed():
    whole = items([1000, 200, 30, 4, 1])
    parts = {f: take_fraction(whole, f, seed=3) for f in (1.0, 0.5, 0.1, 0.01)}
    keys = [{item.key for item in parts[f]} for f in (0.01, 0.1, 0.5, 1.0)]
    assert keys[0] < keys[1] < keys[2] < keys[3]
    counts = Counter(item.label for item in parts[0.1])
    assert [counts[label] for label in range(5)] == [100, 20, 3, 1, 1]
    counts = Counter(item.label for item in parts[0.01])
    assert [counts[label] for label in range(5)] == [10, 2, 1, 1, 1]
    assert take_fraction(whole, 0.1, seed=3) == parts[0.1]
    assert take_fraction(list(reversed(whole)), 0.1, seed=3) == tuple(reversed(parts[0.1]))
    assert take_fraction(whole, 0.1, seed=4) != parts[0.1]


def test_images_of_one_group_stay_in_one_split():
    from dataclasses import replace

    grouped = [replace(item, split="", group=f"slide{i % 7}") for i, item in enumerate(items([70]))]
    found = split_undecided(ImageSet("x", ("a",), tuple(grouped)), {"val": 0.2, "test": 0.2}, 0)
    splits = {}
    for item in found.items:
        splits.setdefault(item.group, set()).add(item.split)
    assert all(len(found) == 1 for found in splits.values())
    assert {split for found in splits.values() for split in found} == {"train", "val", "test"}


def test_large_fields_are_cut_into_rois_and_small_images_stay_whole(tmp_path):
    tissue_image(0, 1, 400).save(tmp_path / "field.png")
    tissue_image(0, 2, 120).save(tmp_path / "small.png")
    found = rois(read_unlabelled(tmp_path), side=100, step=100)
    assert len(found.items) == 17
    assert {item.box for item in found.items if item.file.stem == "small"} == {None}
    assert max(item.box[0] + item.box[2] for item in found.items if item.box) == 400
