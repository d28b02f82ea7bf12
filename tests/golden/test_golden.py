"""No release answers otherwise than the last one did, unless somebody meant it and stored the new answers."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from golden.drawn import answers, classifier_ids, counters, differences, drawn_images, read_stored
from golden.outlines import as_stored, mask_lines

from wbc_desktop.core.cell import CellMask
from wbc_desktop.core.geometry import Box
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


def _no_mask(image):
    image["masks"][0] = None


@pytest.mark.parametrize(
    "change", [_other_label, _other_probability, _moved_box, _one_cell_less, _no_such_model, _no_mask]
)
def test_a_changed_answer_is_told(change):
    stored = read_stored()
    assert not differences(stored, copy.deepcopy(stored))
    changed = copy.deepcopy(stored)
    change(changed["cell-monocyte"])
    assert len(differences(stored, changed)) == 1


def _disc(radius, nucleus, at=(0, 0)):
    """A round cell in a box of 80 pixels, whose nucleus may lie off the middle."""
    y, x = np.mgrid[:80, :80] - 39.5
    labels = (np.hypot(x, y) <= radius).astype(np.uint8)
    labels[np.hypot(x - at[0], y - at[1]) <= nucleus] = 2
    return labels


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (_disc(30, 20), []),
        (_disc(31.2, 20), ["cell"]),
        (_disc(30, 18.9), ["nucleus"]),
        (_disc(30, 20, at=(0, 2)), ["nucleus"]),
        (_disc(33, 22), ["nucleus", "cell"]),
    ],
)
def test_an_outline_that_grew_shrank_or_moved_is_told(labels, told):
    before = as_stored(CellMask(_disc(30, 20), Box(100, 50, 80, 80)))
    lines = mask_lines(before, as_stored(CellMask(labels, Box(100, 50, 80, 80))))
    assert [line.split()[0] for line in lines] == told


def test_a_pixel_of_the_edge_here_and_there_is_no_other_outline():
    labels = _disc(30, 20)
    noise = np.random.default_rng(0).random(labels.shape)
    edge = (labels != np.roll(labels, 1, 0)) | (labels != np.roll(labels, 1, 1))
    flipped = np.where(edge & (noise < 0.05), np.roll(labels, 1, 0), labels)
    assert (flipped != labels).any()
    assert not mask_lines(*(as_stored(CellMask(m, Box(9, 9, 80, 80))) for m in (labels, flipped)))


def test_the_same_outline_in_another_box_or_resolution_is_the_same():
    labels = _disc(30, 20)
    wide = np.zeros((100, 110), np.uint8)
    wide[10:90, 20:100] = labels
    half = labels.repeat(2, 0).repeat(2, 1)
    before = as_stored(CellMask(labels, Box(100, 50, 80, 80)))
    for other in (CellMask(wide, Box(80, 40, 110, 100)), CellMask(half, Box(100, 50, 80, 80))):
        assert not mask_lines(before, as_stored(other))
