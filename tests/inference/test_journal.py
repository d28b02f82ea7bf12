"""What a journal keeps through crashes, and what it refuses."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from wbc_desktop.core.cell import Cell, Prediction
from wbc_desktop.core.errors import OutputFault, UnreadableImage, WrongUse
from wbc_desktop.core.geometry import Box
from wbc_desktop.inference.journal import IMAGES_NAME, Journal, Record, RunSettings

SETTINGS = RunSettings("resnet18", "1.0.0", "a" * 64, "b" * 64)
ANSWER = Prediction("lymphocyte", "lymphocyte", 0.87654321, (0.1, 0.0, 0.0, 0.8, 0.1), 0.01, "", "reason")


def record(image: str, cells: int = 2) -> Record:
    made = tuple(
        Cell(image, n, Box(1.5 * n, 2, 30, 31.25), None, ANSWER, score=0.75) for n in range(1, cells + 1)
    )
    return Record("S 1", image, (123, 456_000_000_001), made, ("a warning",), "CPU (fp32)")


def written(output: Path, *records: Record) -> Path:
    with Journal(output, SETTINGS) as journal:
        journal.open(resume=False)
        for one in records:
            journal.add(one)
    return journal.path / IMAGES_NAME


def read(output: Path, *images: str) -> list[Record]:
    with Journal(output, SETTINGS) as journal:
        journal.open(resume=True)
        return list(journal.records(("S 1", i) for i in images))


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    names = ["a.jpg", "Müller 血.png", "bad\udcff.jpg", 'quote".tif', "empty.png"]
    records = [record(n, cells=0 if n == "empty.png" else 2) for n in names]
    written(tmp_path, *records)
    assert read(tmp_path, *names) == records
    assert read(tmp_path, *reversed(names)) == records[::-1]


def test_measures_come_back_and_those_that_fit_no_cells_are_damage(tmp_path: Path) -> None:
    whole = replace(record("a.jpg"), measures=((1.5, None, -0.25), (0.0, 2.0, None)))
    ragged = replace(record("b.jpg"), measures=((1.0, 2.0), (1.0,)))
    short = replace(record("c.jpg"), measures=((1.0, 2.0),))
    written(tmp_path, whole, ragged, short)
    with Journal(tmp_path, SETTINGS) as journal:
        journal.open(resume=True)
        assert list(journal.records(iter([("S 1", "a.jpg")]))) == [whole]
        assert not journal.knows("S 1", "b.jpg")  # counted again
        assert not journal.knows("S 1", "c.jpg")


@pytest.mark.parametrize("moment", ["flush", "fsync"])
def test_a_stop_in_the_middle_of_a_line_leaves_journal_and_memory_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    class Stopping:
        """The journal's stream; a Ctrl-C comes just after the first flush."""

        def __init__(self, stream: BinaryIO) -> None:
            self.stream, self.flushed = stream, 0

        def __getattr__(self, name: str) -> object:
            return getattr(self.stream, name)

        def flush(self) -> None:
            self.stream.flush()
            self.flushed += 1
            if self.flushed == 1 and moment == "flush":
                raise KeyboardInterrupt

    def stop(_descriptor: int) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    with Journal(tmp_path, SETTINGS) as journal:
        journal.open(resume=False)
        journal._stream = Stopping(journal._stream)  # type: ignore[assignment,arg-type]
        if moment == "fsync":
            monkeypatch.setattr("wbc_desktop.inference.journal.SYNC_S", -1.0)
            monkeypatch.setattr("os.fsync", stop)
        with pytest.raises(KeyboardInterrupt):
            journal.add(record("a"))
        assert journal.knows("S 1", "a")
        assert list(journal.records(iter([("S 1", "a")]))) == [record("a")]
    assert read(tmp_path, "a") == [record("a")]


def test_a_failed_image_is_kept_and_tried_again(tmp_path: Path) -> None:
    error = UnreadableImage("It is damaged.", "Copy it.", file="/somewhere/a.jpg")
    written(tmp_path, Record("S 1", "a.jpg", (1, 2), error=error))
    with Journal(tmp_path, SETTINGS) as journal:
        journal.open(resume=True)
        assert not journal.is_done("S 1", "a.jpg", (1, 2))
        (back,) = journal.records(iter([("S 1", "a.jpg")]))
        assert back.error is not None
        assert (back.error.message, back.error.advice) == ("It is damaged.", "Copy it.")
        journal.add(record("a.jpg"))
        assert journal.is_done("S 1", "a.jpg", (123, 456_000_000_001))
    (back,) = read(tmp_path, "a.jpg")
    assert back == record("a.jpg")


def test_a_changed_file_is_not_done(tmp_path: Path) -> None:
    written(tmp_path, record("a.jpg"))
    with Journal(tmp_path, SETTINGS) as journal:
        journal.open(resume=True)
        assert journal.is_done("S 1", "a.jpg", (123, 456_000_000_001))
        assert not journal.is_done("S 1", "a.jpg", (124, 456_000_000_001))
        assert not journal.is_done("S 1", "a.jpg", None)
        assert not journal.is_done("S 2", "a.jpg", (123, 456_000_000_001))


def test_a_line_torn_at_any_byte_costs_that_line_alone(tmp_path: Path) -> None:
    path = written(tmp_path, record("a.jpg"), record("b.jpg"))
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for end in {first, first + 1, *range(first, len(whole), 61), len(whole) - 1}:
        path.write_bytes(whole[:end])
        with Journal(tmp_path, SETTINGS) as journal:
            journal.open(resume=True)
            done = [journal.is_done("S 1", n, (123, 456_000_000_001)) for n in ("a.jpg", "b.jpg")]
            assert done == [True, False]
            journal.add(record("c.jpg"))
        assert read(tmp_path, "a.jpg", "b.jpg", "c.jpg") == [record("a.jpg"), record("c.jpg")]


def test_a_damaged_line_in_the_middle_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, record("a.jpg"), record("b.jpg"), record("c.jpg"))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"\0" * 40 + b"\n" + lines[2])
    assert read(tmp_path, "a.jpg", "b.jpg", "c.jpg") == [record("a.jpg"), record("c.jpg")]


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("model", "combinednet", "model"),
        ("model_sha256", "c" * 64, "weights"),
        ("finder_sha256", "c" * 64, "finder"),
        ("content", "cell", "--content"),
        ("masks", True, "--masks"),
    ],
)
def test_other_settings_refuse_to_resume_in_words(
    tmp_path: Path, field: str, value: object, word: str
) -> None:
    path = written(tmp_path, record("a.jpg"))
    before = path.read_bytes()
    with (
        pytest.raises(WrongUse, match=word),
        Journal(tmp_path, replace(SETTINGS, **{field: value})) as journal,
    ):
        journal.open(resume=True)
    assert path.read_bytes() == before
    assert read(tmp_path, "a.jpg") == [record("a.jpg")]


@pytest.mark.parametrize("text", ["", "{", "[]", "7"])
def test_damaged_settings_are_told(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, record("a.jpg"))
    (path.parent / "run.json").write_text(text)
    with pytest.raises(WrongUse, match="damaged"):
        read(tmp_path, "a.jpg")


def test_a_second_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with Journal(tmp_path, SETTINGS) as first:
        first.open(resume=False)
        with pytest.raises(OutputFault, match="Another count"):
            Journal(tmp_path, SETTINGS).open(resume=True)
        first.add(record("a.jpg"))
    assert read(tmp_path, "a.jpg") == [record("a.jpg")]


def test_without_resume_it_starts_anew(tmp_path: Path) -> None:
    written(tmp_path, record("a.jpg"))
    written(tmp_path, record("b.jpg"))
    assert read(tmp_path, "a.jpg", "b.jpg") == [record("b.jpg")]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputFault, match="cannot be written"):
        Journal(tmp_path / "file" / "out", SETTINGS).open(resume=False)


def test_every_line_is_plain_json(tmp_path: Path) -> None:
    path = written(tmp_path, record("bad\udcff.jpg"))
    for line in path.read_text(encoding="ascii").splitlines():
        json.loads(line)


def test_a_share_that_is_gone_holds_no_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(self: Path, **_: object) -> bool:
        raise OSError(errno.EHOSTDOWN, "Host is down", str(self))

    with Journal(tmp_path, SETTINGS) as journal:
        journal.open(resume=False)
        assert journal.is_there
        assert Journal.is_in(tmp_path)
        monkeypatch.setattr(Path, "exists", gone)
        monkeypatch.setattr(Path, "is_file", gone)
        assert not journal.is_there
        assert not Journal.is_in(tmp_path)
