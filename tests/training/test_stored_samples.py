"""The finder's samples on the disk: the same after reading; no file runs code or ends in a traceback."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from training.__main__ import main
from training.finder.samples import RED_CELL_ID, Sample
from training.finder.stored import load_samples, save_samples
from wbc_desktop.core.errors import OutputFault, WrongUse


def sample(number: int, rows: int = 9, columns: int = 7) -> Sample:
    rng = np.random.default_rng(number)
    instances = np.zeros((rows, columns), np.uint16)
    instances[2:4, 2:4] = 1
    instances[6, 6] = RED_CELL_ID + 2
    return Sample(
        "zheng1",
        f"ä{number}.jpg",
        rng.integers(0, 256, (rows, columns, 3), np.uint8),
        rng.integers(0, 32, (rows, columns), np.uint8),
        instances,
        rng.random((2, 4), np.float32),
        1.25,
        paste=1,
        boxes={1: (1.5, 2.0, 3.0, 4.25)},
    )


def test_samples_are_the_same_after_reading(tmp_path: Path) -> None:
    samples = [sample(1), replace(sample(2, 8, 10), cells=np.zeros((0, 4), np.float32), paste=0, boxes={})]
    save_samples(tmp_path / "samples1.npz", samples)
    assert [p.name for p in tmp_path.iterdir()] == ["samples1.npz"]
    again = load_samples(tmp_path / "samples1.npz")
    assert len(again) == 2
    for one, two in zip(samples, again, strict=True):
        for name in ("source", "file", "scale", "paste", "boxes"):
            assert getattr(one, name) == getattr(two, name)
        for name in ("rgb", "allowed", "instances", "cells"):
            assert getattr(one, name).dtype == getattr(two, name).dtype
            assert np.array_equal(getattr(one, name), getattr(two, name))


class Trap:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.write_text, (self.path, "code ran")


def object_array(trap: Trap) -> bytes:
    array = np.empty(1, object)
    array[0] = trap
    stream = io.BytesIO()
    np.savez(stream, about=array)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["pickle", "object array"])
def test_the_code_of_a_hostile_file_is_not_run(tmp_path: Path, capsys, kind: str) -> None:
    trap = Trap(tmp_path / "ran")
    hostile = tmp_path / "samples.npz"
    hostile.write_bytes(pickle.dumps([trap]) if kind == "pickle" else object_array(trap))
    data = tmp_path / "data"
    (data / "weights").mkdir(parents=True)
    words = ["segmenter", "--data", str(data), "--work", str(tmp_path), "--samples", str(hostile)]
    assert main(words) == 2
    told = capsys.readouterr().err
    assert not (tmp_path / "ran").exists()
    assert "samples.npz" in told
    assert "a pickle can run code" in told


def rewritten(path: Path, **members: object) -> None:
    """Replace members of an npz by others; None takes one out."""
    with np.load(path) as there:
        arrays = dict(there)
    for name, value in members.items():
        arrays.pop(name.replace("_", "."))
        if value is not None:
            arrays[name.replace("_", ".")] = np.asarray(value)
    np.savez(path, **arrays)


def about(**changes: object) -> np.ndarray:
    words = {"source": "a", "file": "b", "scale": 1.0, "paste": 0, "boxes": []}
    words.update(changes)
    told = {"format": words.pop("format", "wbc samples 1"), "samples": [words]}
    return np.frombuffer(json.dumps(told).encode(), np.uint8)


@pytest.mark.parametrize(
    "change",
    [
        {"0_rgb": None},
        {"0_rgb": np.zeros((9, 7), np.uint8)},
        {"0_allowed": np.zeros((9, 8), np.uint8)},
        {"0_instances": np.zeros((9, 7), np.float64)},
        {"0_cells": np.zeros((2, 3), np.float32)},
        {"about": np.frombuffer(b"[" * 100_000, np.uint8)},
        {"about": np.frombuffer(b"[]", np.uint8)},
        {"about": about(format="2")},
        {"about": about(paste=3)},
        {"about": about(boxes=[[1, 2]])},
        {"about": about(scale="wide")},
    ],
    ids=str,
)
def test_a_file_with_other_content_is_told(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "samples1.npz"
    save_samples(path, [sample(1)])
    rewritten(path, **change)
    with pytest.raises(WrongUse, match="holds no samples"):
        load_samples(path)


@pytest.mark.parametrize("content", [b"", b"no zip", b"\x93NUMPY", b"\x80\x04]."])
def test_another_kind_of_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(WrongUse):
        load_samples(path)


def test_a_lone_array_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    np.save(tmp_path / "one.npy", np.zeros(3))
    for name in ("one.npy", "missing.npz", ""):
        with pytest.raises(WrongUse):
            load_samples(tmp_path / name)


def test_mutated_files_end_in_a_sentence(tmp_path: Path) -> None:
    whole = tmp_path / "whole.npz"
    save_samples(whole, [sample(1), sample(2)])
    content = whole.read_bytes()
    rng = np.random.default_rng(5)
    refused = 0
    for _ in range(300):
        bad = bytearray(content)
        for place in rng.integers(0, len(bad), int(rng.integers(1, 9))):
            bad[place] = int(rng.integers(0, 256))
        path = tmp_path / "bad.npz"
        path.write_bytes(bytes(bad[: int(rng.integers(1, len(bad)))] if rng.random() < 0.3 else bad))
        try:
            load_samples(path)
        except WrongUse:
            refused += 1
    assert refused > 200  # the checksum of each member finds nearly all


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    path = tmp_path / "samples1.npz"
    save_samples(path, [sample(1)])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as there:
        start = there.start_dir
    content[start + 8] |= 1  # the flag in the directory
    path.write_bytes(bytes(content))
    with pytest.raises(WrongUse):
        load_samples(path)


def test_samples_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    with pytest.raises(OutputFault, match="cannot be written"):
        save_samples(tmp_path / "nowhere" / "samples1.npz", [sample(1)])


def test_weights_to_start_from_that_are_none_are_told(tmp_path: Path, capsys, study) -> None:
    bad = tmp_path / "start.pt"
    bad.write_bytes(pickle.dumps(Trap(tmp_path / "ran")))
    save_samples(tmp_path / "samples.npz", [sample(1)])
    words = ["segmenter", "--data", str(study.root), "--work", str(tmp_path), "--start", str(bad)]
    assert main([*words, "--samples", str(tmp_path / "samples.npz")]) == 1
    assert "damaged or is no file of weights" in capsys.readouterr().err
    assert not (tmp_path / "ran").exists()
