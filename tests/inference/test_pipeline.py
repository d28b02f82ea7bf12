"""The generators: order, cancelling, and one fault that stays one fault."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from made_fields import ColourCounter, field, save

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.events import ImageCounted, ImageFailed, SampleFinished, SampleStarted
from wbc_desktop.core.progress import Cancelled, CancelToken, Progress
from wbc_desktop.imaging.folder import collect_samples
from wbc_desktop.inference import pipeline
from wbc_desktop.inference.check import EMPTY
from wbc_desktop.inference.count import count_samples, count_source


def smears(folder: Path, samples: int = 3, images: int = 7) -> dict[tuple[str, str], list[int]]:
    """Folders of fields; returns the truth."""
    random = np.random.default_rng(5)
    truth = {}
    for s in range(samples):
        for i in range(images):
            labels = [int(v) for v in random.integers(0, 5, random.integers(0, 9))]
            name = f"S-{s}/field {i}.png"
            save(folder / name, field(labels))
            truth[f"S-{s}", name] = labels
    return truth


def test_every_cell_of_every_image_in_order(tmp_path: Path) -> None:
    truth = smears(tmp_path)
    events = list(count_samples(collect_samples([tmp_path]), ColourCounter()))
    counted = [e for e in events if isinstance(e, ImageCounted)]
    assert [(e.sample, e.image) for e in counted] == list(truth)
    for event in counted:
        labels = [c.prediction.label for c in event.cells if c.prediction]
        assert labels == [FIVE_IDS[n] for n in truth[event.sample, event.image]]
        assert [c.number for c in event.cells] == list(range(1, len(labels) + 1))
        assert (event.width, event.height) == (160, 120)
    frame = [type(e).__name__ for e in events if isinstance(e, SampleStarted | SampleFinished)]
    assert frame == ["SampleStarted", "SampleFinished"] * 3
    progress = [(e.done, e.total) for e in events if isinstance(e, Progress)]
    assert progress == [(n, 21) for n in range(22)]


def test_cells_are_classified_in_batches_across_images(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "LONGEST_WAIT_S", 600.0)  # a slow machine must not send cells off alone
    for n in range(40):
        save(tmp_path / f"{n}.png", field([n % 5]))
    counter = ColourCounter()
    list(count_samples(collect_samples([tmp_path]), counter))
    assert sum(counter.classified) == 40
    assert len(counter.classified) <= 8  # five where nothing waits; a slow machine sends some off before


def test_the_order_of_files_changes_no_answer(tmp_path: Path) -> None:
    smears(tmp_path)
    samples = collect_samples([tmp_path])

    def answers(some):
        events = count_samples(some, ColourCounter())
        return {(e.sample, e.image): e.cells for e in events if isinstance(e, ImageCounted)}

    forward, backward = answers(samples), answers(list(reversed(samples)))
    assert list(forward) != list(backward)
    assert {k: [(c.box, c.prediction) for c in v] for k, v in forward.items()} == {
        k: [(c.box, c.prediction) for c in v] for k, v in backward.items()
    }


def test_images_that_are_done_are_left_out(tmp_path: Path) -> None:
    smears(tmp_path, samples=1)
    events = list(count_samples(collect_samples([tmp_path]), ColourCounter(), done=lambda s, i: "3" not in i))
    assert [e.image for e in events if isinstance(e, ImageCounted)] == ["S-0/field 3.png"]
    assert [e.done for e in events if isinstance(e, Progress)] == [6, 7]


def test_a_bad_file_is_one_event(tmp_path: Path) -> None:
    smears(tmp_path, samples=1)
    (tmp_path / "S-0" / "field 2b.png").write_bytes(b"no image")
    events = list(count_samples(collect_samples([tmp_path]), ColourCounter()))
    failed = [e for e in events if isinstance(e, ImageFailed)]
    assert [e.image for e in failed] == ["S-0/field 2b.png"]
    assert sum(isinstance(e, ImageCounted) for e in events) == 7


def test_a_fault_while_finding_is_one_event(tmp_path: Path) -> None:
    smears(tmp_path, samples=1)
    save(tmp_path / "S-0" / "odd.png", field([1], width=161))

    class Faulty(ColourCounter):
        def find(self, rgb, **options):
            if rgb.shape[1] == 161:
                raise ZeroDivisionError("a fault of ours")
            return super().find(rgb, **options)

    events = list(count_samples(collect_samples([tmp_path]), Faulty()))
    (failed,) = [e for e in events if isinstance(e, ImageFailed)]
    assert failed.image == "S-0/odd.png"
    assert "fault in the program" in failed.error.message
    assert "ZeroDivisionError" in failed.error.detail
    assert sum(isinstance(e, ImageCounted) for e in events) == 7


def test_a_fault_while_classifying_spoils_only_its_image(tmp_path: Path) -> None:
    smears(tmp_path, samples=1)
    save(tmp_path / "S-0" / "odd.png", field([1], width=161))

    class Faulty(ColourCounter):
        def classify(self, items):
            if any(rgb.shape[1] == 161 for rgb, _ in items):
                raise MemoryError
            return super().classify(items)

    events = list(count_samples(collect_samples([tmp_path]), Faulty()))
    assert [e.image for e in events if isinstance(e, ImageFailed)] == ["S-0/odd.png"]
    assert sum(isinstance(e, ImageCounted) for e in events) == 7


@pytest.mark.usefixtures("colour_models")
def test_warnings_of_the_device_are_told_once(tmp_path: Path) -> None:
    smears(tmp_path, samples=1)
    counter = ColourCounter()
    counter.warnings = ("The GPU ran out of memory.",)
    events = count_samples(collect_samples([tmp_path]), counter)
    told = [e.warnings for e in events if isinstance(e, ImageCounted)]
    assert told == [("The GPU ran out of memory.",)] + [()] * 6


def test_a_file_of_several_pictures_says_that_one_was_counted(tmp_path: Path) -> None:
    from PIL import Image

    first, second = (Image.fromarray(field(labels)) for labels in ([0], [1, 2]))
    first.save(tmp_path / "two.tif", save_all=True, append_images=[second])
    (event,) = [e for e in count_source(tmp_path / "two.tif", ColourCounter()) if isinstance(e, ImageCounted)]
    assert len(event.cells) == 1
    assert any("2 pictures" in warning for warning in event.warnings)


def test_an_image_that_shows_nothing_is_told_and_holds_no_cell(tmp_path: Path) -> None:
    path = save(tmp_path / "grey.png", np.full((200, 200, 3), 128, np.uint8))
    (event,) = [e for e in count_source(path, ColourCounter(), content="cell") if isinstance(e, ImageCounted)]
    assert (event.cells, event.warnings) == ((), (EMPTY,))
    pale = field([])
    pale[20:80, 20:80] = 190  # something is there, if no cell
    save(path, pale)
    (event,) = [e for e in count_source(path, ColourCounter()) if isinstance(e, ImageCounted)]
    assert event.cells == ()
    assert EMPTY not in event.warnings


def test_one_source(tmp_path: Path) -> None:
    path = save(tmp_path / "Ausstrich" / "a.png", field([3, 4]))
    (event,) = [e for e in count_source(path, ColourCounter(), content="cell") if isinstance(e, ImageCounted)]
    assert (event.sample, event.image, event.content) == ("Ausstrich", "a.png", "cell")
    assert [c.label for c in event.cells] == ["lymphocyte", "monocyte"]
    (gone,) = count_source(tmp_path / "gone.png", ColourCounter())
    assert isinstance(gone, ImageFailed)
    with pytest.raises(WrongUse, match="tissue"):
        list(count_source(path, ColourCounter(), content="tissue"))


@pytest.mark.parametrize("after", [0, 1, 9])
def test_cancelling_leaves_no_thread(tmp_path: Path, after: int) -> None:
    smears(tmp_path)
    before = set(threading.enumerate())
    cancel = CancelToken()
    counted = 0
    with pytest.raises(Cancelled):
        for event in count_samples(collect_samples([tmp_path]), ColourCounter(pause=0.01), cancel=cancel):
            counted += isinstance(event, ImageCounted)
            if counted >= after:
                cancel.cancel()
    assert counted < 21
    assert not set(threading.enumerate()) - before


def test_closing_the_generator_leaves_no_thread(tmp_path: Path) -> None:
    smears(tmp_path)
    before = set(threading.enumerate())
    events = count_samples(collect_samples([tmp_path]), ColourCounter(pause=0.01))
    for _ in range(5):
        next(events)
    events.close()
    assert not set(threading.enumerate()) - before


def test_pixels_in_flight_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(30):
        save(tmp_path / f"{n}.png", field([n % 5]))
    monkeypatch.setattr(pipeline, "PIXELS_IN_FLIGHT", 4 * 160 * 120)
    held = []
    real = pipeline.Pipeline.put

    def put(self, unit, source):
        real(self, unit, source)
        held.append(self._pixels // (160 * 120))

    monkeypatch.setattr(pipeline.Pipeline, "put", put)
    events = list(count_samples(collect_samples([tmp_path]), ColourCounter()))
    assert sum(isinstance(e, ImageCounted) for e in events) == 30
    assert max(held) <= 6
