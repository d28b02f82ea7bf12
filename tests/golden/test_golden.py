"""No release answers otherwise than the last one did, unless somebody meant it and stored the new answers."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from golden.drawn import answers, classifier_ids, counters, differences, drawn_images, read_stored

from wbc_desktop.inference.device import Device
from wbc_desktop.inference.engine import TorchEngine
from wbc_desktop.models.classifying import classify_cells
from wbc_desktop.models.registry import find_model, load_network

EQUAL = 1e-5
"""fp32 sums in another order differ by less than 1e-6 here; a third digit of a per cent is not reached."""


@pytest.fixture(scope="module")
def images():
    return drawn_images()


@pytest.fixture(scope="module")
def using():
    return counters()


@pytest.fixture(scope="module")
def one_thread(images, using):
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return answers(images, using)
    finally:
        torch.set_num_threads(before)


@pytest.fixture
def two_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.mark.slow
def test_the_answers_are_the_stored_ones(one_thread):
    changed = differences(read_stored(), one_thread)
    assert not changed, "if meant: python tests/golden/renew.py\n" + "\n".join(changed)


def test_the_set_holds_every_class_and_an_unidentified_cell_for_every_classifier():
    stored = read_stored()
    for model in classifier_ids():
        labels = {label for image in stored.values() for label in image[model]["labels"]}
        assert {"neutrophil", "eosinophil", "basophil", "lymphocyte", "monocyte", "unidentified"} <= labels


@pytest.mark.slow
def test_two_threads_answer_as_one(images, using, one_thread, two_threads):
    some = images[4:8]
    again = answers(some, using)
    assert not differences({i.name: one_thread[i.name] for i in some}, again, probability=EQUAL, iou=0.9999)


@pytest.mark.slow
@pytest.mark.parametrize("model", classifier_ids())
def test_batches_of_one_answer_as_batches_of_eight(model, images, using):
    finder = next(iter(using.values()))
    items = [(i.rgb, c) for i in images[5:7] for c in finder.find(i.rgb, content=i.content).cells]
    folder = find_model(model)
    told = []
    for batch in (1, 8):
        engine = TorchEngine(
            lambda: load_network(folder),
            Device("cpu", "CPU", "fp32"),
            steady=True,
            batch=batch,
            side=folder.manifest.input_size,
        )
        told.append(classify_cells(items, engine.run, folder.manifest))
    assert len(items) == 10
    assert [p.label for p in told[0]] == [p.label for p in told[1]]
    one, eight = ([(*p.probabilities, p.other) for p in answer] for answer in told)
    np.testing.assert_allclose(one, eight, atol=EQUAL, rtol=0)


def _other_label(image):
    image["resnet18"]["labels"][0] = "unidentified"


def _other_probability(image):
    image["resnet18"]["probabilities"][0][1] += 0.003


def _moved_box(image):
    image["boxes"][0][0] += 2


def _one_cell_less(image):
    image["boxes"].pop()


def _no_such_model(image):
    del image["resnet18"]


@pytest.mark.parametrize(
    "change", [_other_label, _other_probability, _moved_box, _one_cell_less, _no_such_model]
)
def test_a_changed_answer_is_told(change):
    stored = read_stored()
    assert not differences(stored, copy.deepcopy(stored))
    changed = copy.deepcopy(stored)
    change(changed["cell-monocyte"])
    assert len(differences(stored, changed)) == 1
