"""A slide is counted field by field: every cell once, best fields first; tissue is refused."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from made_slides import smear_fields, smear_slide, tissue
from PIL import Image
from scipy import ndimage

from wbc_desktop.core.cell import FoundCell, Prediction
from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.core.events import ImageCounted, ImageFailed
from wbc_desktop.core.geometry import Box
from wbc_desktop.core.progress import Cancelled, CancelToken, Progress
from wbc_desktop.imaging.compose_slide import MONOLAYER
from wbc_desktop.imaging.open import open_source
from wbc_desktop.inference.count import count_source
from wbc_desktop.inference.slide_count import NoFilm, count_slide


class NucleusCounter:
    """Finds the dark discs of ``made_slides``; their brightness says the class."""

    warnings: tuple[str, ...] = ()
    device_name = "CPU (fp32)"

    def __init__(self) -> None:
        self.sizes: list[tuple[int, ...]] = []

    def find(self, rgb, *, content="auto", mpp=None, red_cell_px=None):
        self.sizes.append(rgb.shape)
        labels, count = ndimage.label(rgb[..., 0] < 130)
        cells = []
        for number, (rows, columns) in enumerate(ndimage.find_objects(labels), start=1):
            if (labels[rows, columns] == number).sum() > 3000:
                box = Box(columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start)
                cells.append(FoundCell(box, None, 0.9))
        return SimpleNamespace(
            cells=tuple(cells), red_cell_px=72.0 if count or rgb.std() > 8 else None, content="field"
        )

    def classify(self, items):
        for rgb, cell in items:
            x, y = (int(v) for v in cell.box.centre)
            assert rgb[y, x, 0] < 130  # the box lies on the cell, in the image that is given with it
        return [Prediction("neutrophil", "neutrophil", 0.9, (0.9, 0.1, 0.0, 0.0, 0.0)) for _ in items]


def _events(path: Path, **options) -> list:
    with open_source(path) as source:
        return list(count_slide(source, NucleusCounter(), sample="s", image=path.name, **options))


def _cells(events) -> list:
    return [cell for e in events if isinstance(e, ImageCounted) for cell in e.cells]


@pytest.fixture(scope="module")
def smear(tmp_path_factory):
    path = tmp_path_factory.mktemp("slide") / "s.tif"
    return path, smear_slide(path, (7000, 5000))


def _truth(places) -> list[tuple[float, float]]:
    """Centres of the nuclei of the monolayer, from the fields themselves."""
    counter = NucleusCounter()
    own = [[c.box.centre for c in counter.find(f).cells] for f in smear_fields()]
    return [(p.x + x, p.y + y) for p in places if p.zone == MONOLAYER for x, y in own[p.field]]


def test_the_whole_film_holds_every_cell_once(tmp_path):
    path = tmp_path / "full.tif"
    places = smear_slide(path, (4096, 3072), film="full")
    centres = np.array([cell.box.centre for cell in _cells(_events(path, target=None))])
    truth = np.array(_truth(places))
    distance = np.hypot(*(truth[:, None] - centres[None]).transpose(2, 0, 1))
    assert (distance.min(axis=1) < 12).all()  # none is lost, seams or not
    gaps = np.hypot(*(centres[:, None] - centres[None]).transpose(2, 0, 1)) + np.eye(len(centres)) * 999
    assert gaps.min() > 30  # none is there twice


def test_it_stops_at_the_target_and_says_how_far_it_is(smear):
    path, places = smear
    events = _events(path, target=12)
    cells = _cells(events)
    assert 12 <= len(cells) < 32
    assert [cell.number for cell in cells] == list(range(1, len(cells) + 1))
    told = [e.text for e in events if isinstance(e, Progress)]
    assert told[-1] == f"{len(cells)} of 12, 0 to go"
    monolayer = {(p.x // 512, p.y // 512) for p in places if p.zone == MONOLAYER}
    inside = [(int(c.box.centre[0] // 512), int(c.box.centre[1] // 512)) in monolayer for c in cells]
    assert np.mean(inside) > 0.9


def test_two_runs_give_the_same_cells(smear):
    path, _ = smear
    assert _cells(_events(path, target=15)) == _cells(_events(path, target=15))


def test_too_few_cells_are_said(smear):
    path, _ = smear
    warnings = [w for e in _events(path, target=100_000) if isinstance(e, ImageCounted) for w in e.warnings]
    assert any("fewer than the 100000 asked for" in w for w in warnings)


def test_no_field_is_larger_than_it_should_be(smear):
    path, _ = smear
    counter = NucleusCounter()
    with open_source(path) as source:
        list(count_slide(source, counter, sample="s", image="i", target=10))
    assert max(max(shape[:2]) for shape in counter.sizes) < 2200


def test_tissue_and_glass_are_refused_with_a_sentence(tmp_path):
    for name, picture in (("tissue", tissue()), ("glass", np.full((1600, 1600, 3), 244, np.uint8))):
        path = tmp_path / f"{name}.tif"
        Image.fromarray(picture).save(path)
        with open_source(path) as source, pytest.raises(NoFilm) as caught:
            list(count_slide(source, NucleusCounter(), sample="s", image="i"))
        assert caught.value.message == "No blood film found on this slide."
        events = list(count_source(path, NucleusCounter(), content="slide"))
        failed = [e for e in events if isinstance(e, ImageFailed)]
        assert failed[0].error.advice
        assert not [e for e in events if isinstance(e, ImageCounted)]


def test_cancel_ends_it_between_two_fields(smear):
    path, _ = smear
    token = CancelToken()
    with open_source(path) as source, pytest.raises(Cancelled):
        for event in count_slide(source, NucleusCounter(), sample="s", image="i", target=None, cancel=token):
            if isinstance(event, ImageCounted):
                token.cancel()


def test_damaged_fields_are_passed_over_and_told(smear, monkeypatch):
    path, _ = smear
    source = open_source(path)
    read = source.read_region

    def broken(location, level, size):
        if level == 0 and size[0] > 1000 and (location[1] // 700) % 2 == 0:
            raise UnreadableImage("The slide is damaged.")
        return read(location, level, size)

    monkeypatch.setattr(source, "read_region", broken)
    with source:
        events = list(count_slide(source, NucleusCounter(), sample="s", image="i", target=None))
    assert _cells(events)
    assert any("damaged" in w for e in events if isinstance(e, ImageCounted) for w in e.warnings)
