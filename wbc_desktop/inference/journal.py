"""What a run has done so far, on the disk: from it the tables are made, and a stopped run goes on.

One JSON line per image, appended and flushed as soon as the image is counted, so that a
killed process loses at most the images that it was at; the disk is synchronised about once
a second. A line that was torn by a crash is cut off when the journal is opened again.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from wbc_desktop.core.cell import Cell, Prediction
from wbc_desktop.core.closing import Closing
from wbc_desktop.core.errors import OutputFault, WbcError, WrongUse
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.folder import JOURNAL_FOLDER
from wbc_desktop.inference.lock import FolderLock

if TYPE_CHECKING:
    from wbc_desktop.inference.own_cells import Measures

SETTINGS_NAME = "run.json"
IMAGES_NAME = "images.jsonl"
SYNC_S = 1.0
FORMAT = 1

_DAMAGE = (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError)
"""What a damaged line or file makes of its reading; a thousand brackets make the last."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What the answers of a run depend on; a run is only resumed with the same.

    Attributes:
        model: Id of the classifier.
        model_version: Its version.
        model_sha256: Of its weights.
        finder_sha256: Of the finder's weights.
        content: ``auto``, ``cell``, ``field`` or ``slide``.
        masks: Whether masks are written.
        target: Cells at which the count of a slide stops; 0 counts the whole film.
        once: Whether a cell that overlapping photographs show is counted once.
        mpp: Microns per pixel given for images that do not say it.
        format: Of the journal.
    """

    model: str
    model_version: str
    model_sha256: str
    finder_sha256: str
    content: str = "auto"
    masks: bool = False
    target: int = 200
    once: bool = False
    mpp: float | None = None
    format: int = FORMAT


_IN_WORDS = {
    "model": "the model",
    "model_version": "the model's version",
    "model_sha256": "the model's weights",
    "finder_sha256": "the cell finder",
    "content": "--content",
    "masks": "--masks",
    "target": "--target",
    "once": "--overlaps",
    "mpp": "--mpp",
    "format": "the program's version",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One image of the journal: counted, or why not.

    Attributes:
        sample: The sample's name.
        image: Path relative to the sample's root.
        state: Size in bytes and time of change (ns) of the file that was counted.
        cells: The cells, without their masks.
        warnings: Sentences for a person.
        device: What computed.
        error: Why it could not be counted; None where it was.
        measures: Of each cell, to weigh the sample's cells with each other; empty where none were taken.
    """

    sample: str
    image: str
    state: tuple[int, int]
    cells: tuple[Cell, ...] = ()
    warnings: tuple[str, ...] = ()
    device: str = ""
    error: WbcError | None = None
    measures: tuple[Measures, ...] = ()


class Journal(Closing):
    """The journal of one output folder; a context manager that locks the folder."""

    def __init__(self, output: Path, settings: RunSettings) -> None:
        self._folder = output / JOURNAL_FOLDER
        self._images = self._folder / IMAGES_NAME
        self._settings = settings
        self._lock = FolderLock(self._folder / "lock")
        self._stream: BinaryIO | None = None
        self._offsets: dict[tuple[str, str], int] = {}
        self._done: dict[tuple[str, str], tuple[int, int]] = {}
        self._synced = 0.0

    @property
    def path(self) -> Path:
        """The journal's folder."""
        return self._folder

    def open(self, *, resume: bool) -> None:
        """Lock the folder and start a journal, or read the one that is there.

        Args:
            resume: Whether to go on with it; else it starts anew.

        Raises:
            OutputFault: The folder cannot be written, or another run uses it.
            WrongUse: The journal is of a run with other settings.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            if resume and (self._folder / SETTINGS_NAME).exists():
                self._check_settings()
                self._read_index()
            else:
                self._images.write_bytes(b"")
                self._write_settings()
            self._stream = self._images.open("ab")
        except OSError as error:
            self.close()
            raise _fault(self._folder, error) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Synchronise and release the folder."""
        stream, self._stream = self._stream, None
        try:
            if stream is not None:
                try:
                    os.fsync(stream.fileno())
                finally:
                    stream.close()
        except OSError:
            pass  # every line was flushed; what can be said was said when it was written
        finally:
            self._lock.release()

    @staticmethod
    def is_in(output: Path) -> bool:
        """Whether a folder of results holds the journal of a run."""
        try:
            return (output / JOURNAL_FOLDER / SETTINGS_NAME).is_file()
        except OSError:  # opening it says what is wrong
            return False

    @property
    def is_there(self) -> bool:
        """Whether the journal still lies where it was opened; not so once its folder was removed."""
        try:
            return self._images.exists()
        except OSError:  # its share is gone
            return False

    def knows(self, sample: str, image: str) -> bool:
        """Whether an image was counted, if perhaps in another state."""
        return (sample, image) in self._done

    def is_done(self, sample: str, image: str, state: tuple[int, int] | None) -> bool:
        """Whether an image was counted and its file is still the same; failed ones are tried again."""
        return state is not None and self._done.get((sample, image)) == state

    def add(self, record: Record) -> None:
        """Append an image.

        Raises:
            OutputFault: The disk is full or gone.
        """
        if self._stream is None:
            raise ValueError("the journal is closed")
        key = (record.sample, record.image)
        line = json.dumps(_encode(record), separators=(",", ":")).encode("ascii") + b"\n"
        try:
            offset = self._stream.tell()
            self._stream.write(line)
            self._stream.flush()
            self._offsets[key] = offset
            if record.error is None:
                self._done[key] = record.state
            if time.monotonic() - self._synced > SYNC_S:
                os.fsync(self._stream.fileno())
                self._synced = time.monotonic()
        except OSError as error:
            raise _fault(self._images, error) from error
        except BaseException:  # a Ctrl-C in the middle: whatever reached the file is in the tables, too
            with suppress(OSError):
                self._stream.flush()
                self._read_index()
            raise

    def records(self, keys: Iterator[tuple[str, str]]) -> Iterator[Record]:
        """The last record of each image asked for, in that order; images without one are passed over.

        Raises:
            OutputFault: The journal cannot be read.
        """
        try:
            with self._images.open("rb") as stream:
                for key in keys:
                    offset = self._offsets.get(key)
                    if offset is None:
                        continue
                    stream.seek(offset)
                    yield _decode(json.loads(stream.readline()))
        except (OSError, *_DAMAGE) as error:
            raise OutputFault(
                "The journal of this run cannot be read.",
                "Count again without --resume.",
                file=self._images,
                detail=str(error),
            ) from error

    def _write_settings(self) -> None:
        part = self._folder / f".{SETTINGS_NAME}.part"
        part.write_text(json.dumps(asdict(self._settings), indent=1), encoding="utf-8")
        part.replace(self._folder / SETTINGS_NAME)

    def _check_settings(self) -> None:
        path = self._folder / SETTINGS_NAME
        try:
            there = json.loads(path.read_text(encoding="utf-8"))
            changed = [k for k, v in asdict(self._settings).items() if there.get(k) != v]
        except (AttributeError, *_DAMAGE) as error:
            raise WrongUse(
                "The journal of the stopped run is damaged.",
                "Count again without --resume.",
                file=path,
                detail=str(error),
            ) from error
        if changed:
            what = ", ".join(dict.fromkeys(_IN_WORDS[k] for k in changed))
            before = f"{there.get('model')} {there.get('model_version')}, --content {there.get('content')}"
            masks = ", --masks" if there.get("masks") else ""
            raise WrongUse(
                f"The stopped run cannot be resumed: {what} changed (it was counted with {before}{masks}).",
                "Use the same settings, or count again without --resume.",
                file=path.parent,
            )

    def _read_index(self) -> None:
        """Find each whole line; cut off what a crash left behind the last one."""
        end = 0
        if not self._images.exists():
            self._images.write_bytes(b"")
        with self._images.open("rb") as stream:
            for line in stream:
                start, end_of_line = end, end + len(line)
                if not line.endswith(b"\n"):
                    break
                end = end_of_line
                try:
                    record = _decode(json.loads(line))
                except _DAMAGE:
                    continue
                key = (record.sample, record.image)
                self._offsets[key] = start
                self._done.pop(key, None)
                if record.error is None:
                    self._done[key] = record.state
        os.truncate(self._images, end)


def _encode(record: Record) -> dict[str, Any]:
    entry: dict[str, Any] = {"sample": record.sample, "image": record.image, "state": list(record.state)}
    if record.error is not None:
        entry["error"] = [record.error.message, record.error.advice]
        return entry
    entry["device"] = record.device
    entry["warnings"] = list(record.warnings)
    entry["cells"] = [_encode_cell(cell) for cell in record.cells]
    if record.measures:
        entry["measures"] = record.measures
    return entry


def _encode_cell(cell: Cell) -> list[Any]:
    box = [cell.box.x, cell.box.y, cell.box.width, cell.box.height]
    answer = None if cell.prediction is None else asdict(cell.prediction)
    return [cell.number, box, cell.score, answer]


def _decode(entry: dict[str, Any]) -> Record:
    size, changed = entry["state"]
    head = (str(entry["sample"]), str(entry["image"]), (int(size), int(changed)))
    if "error" in entry:
        message, advice = entry["error"]
        return Record(*head, error=WbcError(str(message), str(advice)))
    cells = tuple(_decode_cell(head[1], values) for values in entry["cells"])
    measures = tuple(
        tuple(None if v is None else float(v) for v in values) for values in entry.get("measures", ())
    )
    if len({len(values) for values in measures}) > 1 or len(measures) not in (0, len(cells)):
        raise ValueError("measures do not fit the cells")
    return Record(*head, cells, tuple(entry["warnings"]), str(entry["device"]), measures=measures)


def _decode_cell(image: str, values: list[Any]) -> Cell:
    number, box, score, answer = values
    if answer is not None:
        answer = Prediction(**{**answer, "probabilities": tuple(answer["probabilities"])})
    return Cell(image, int(number), Box(*box), None, answer, score=float(score))


def _fault(path: Path, error: OSError) -> OutputFault:
    reason = os.strerror(error.errno) if error.errno else str(error)
    return OutputFault(
        f"The output folder cannot be written ({reason}).",
        "Free some space or choose another folder; a stopped run goes on with --resume.",
        file=path,
        detail=str(error),
    )
