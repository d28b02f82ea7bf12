"""The fastest engine that keeps the answers is chosen once, and kept."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest

from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.inference import engine_choice
from wbc_desktop.inference.device import Device
from wbc_desktop.inference.engine import TorchEngine, make_engine
from wbc_desktop.inference.engine_choice import Candidate, candidates, fastest
from wbc_desktop.models.registry import default_finder

FP32 = Device("cpu", "CPU", "fp32", free=True)
TORCH, ONNX = Candidate("torch", "fp32"), Candidate("onnx", "fp32")
BATCHES = [np.ones((2, 3, 4, 4), np.float32)]


class Busy:
    """Computes for some milliseconds and answers the mean of each image, times a factor."""

    def __init__(self, ms: float, factor: float = 1.0) -> None:
        self.ms, self.factor, self.runs = ms, factor, 0

    def run(self, batch):
        self.runs += 1
        end = time.thread_time() + self.ms / 1000
        while time.thread_time() < end:
            pass
        return (batch.mean(axis=(1, 2, 3)) * np.float32(self.factor),)


def chosen(folder, engines, built=None):
    def build(candidate):
        if built is not None:
            built.append(candidate)
        engine = engines[candidate]
        if isinstance(engine, Exception):
            raise engine
        return engine

    engine = fastest("5ha", FP32, BATCHES, build, folder)
    return next(c for c, e in engines.items() if e is engine)


def test_the_fastest_is_taken_and_kept(tmp_path):
    engines = {TORCH: Busy(4), ONNX: Busy(1)}
    assert chosen(tmp_path, engines) == ONNX
    (kept,) = json.loads((tmp_path / "engines.json").read_text()).values()
    assert kept["engine"] == "onnx fp32"
    assert kept["ms"]["torch fp32"] > kept["ms"]["onnx fp32"]
    built = []
    turned = {TORCH: Busy(1), ONNX: Busy(4)}
    assert chosen(tmp_path, turned, built) == ONNX
    assert built == [ONNX]
    assert turned[ONNX].runs == 0


def test_a_gain_that_may_be_chance_changes_nothing(tmp_path):
    assert chosen(tmp_path, {TORCH: Busy(4), ONNX: Busy(3.8)}) == TORCH


def test_an_engine_that_answers_otherwise_is_left_out(tmp_path):
    assert chosen(tmp_path, {TORCH: Busy(4), ONNX: Busy(1, factor=1.01)}) == TORCH
    (kept,) = json.loads((tmp_path / "engines.json").read_text()).values()
    assert set(kept["ms"]) == {"torch fp32"}


def test_an_engine_that_is_not_there_is_left_out(tmp_path):
    assert chosen(tmp_path, {TORCH: Busy(1), ONNX: ModelRefused("no onnx")}) == TORCH
    assert chosen(tmp_path, {TORCH: Busy(1), ONNX: ModelRefused("no onnx")}) == TORCH


def test_a_refused_model_is_told(tmp_path):
    with pytest.raises(ModelRefused, match="hash"):
        chosen(tmp_path, {TORCH: ModelRefused("the hash"), ONNX: Busy(1)})


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}', "[" * 100_000])
def test_a_damaged_file_is_measured_anew(tmp_path, text):
    (tmp_path / "engines.json").write_text(text)
    assert chosen(tmp_path, {TORCH: Busy(4), ONNX: Busy(1)}) == ONNX


def test_a_kept_engine_that_is_gone_is_measured_anew(tmp_path):
    assert chosen(tmp_path, {TORCH: Busy(4), ONNX: Busy(1)}) == ONNX
    assert chosen(tmp_path, {TORCH: Busy(4), ONNX: ModelRefused("gone")}) == TORCH


def test_without_a_place_to_keep_it_the_count_goes_on(tmp_path):
    (tmp_path / "file").write_text("")
    assert chosen(tmp_path / "file", {TORCH: Busy(4), ONNX: Busy(1)}) == ONNX


def test_what_a_person_asked_for_is_not_changed():
    assert candidates(Device("cpu", "CPU", "bf16")) == (Candidate("torch", "bf16"),)
    free = Device("cpu", "CPU", "bf16", free=True)
    assert candidates(free) == (Candidate("torch", "bf16"), TORCH, ONNX)
    assert candidates(Device("cuda", "Some GPU", "fp32")) == (TORCH,)


def test_a_real_model_takes_what_was_kept(monkeypatch, own_home):
    monkeypatch.setenv("WBC_ENGINE", "auto")
    taken = []
    monkeypatch.setattr(engine_choice, "_read", lambda path: taken.append(path) or _Everything())
    monkeypatch.setattr(engine_choice, "_measured", lambda *_: pytest.fail("measured"))
    engine = make_engine(default_finder(), FP32, steady=False)
    assert isinstance(engine, TorchEngine)
    assert taken == [own_home / "wbc" / "cache" / "engines.json"]


class _Everything(dict):
    def get(self, *_):
        return {"engine": "torch fp32"}
