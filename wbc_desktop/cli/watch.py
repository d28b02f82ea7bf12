"""``wbc-desktop watch``: photographs are counted as the camera program saves them."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Generator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.cli import scale
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.events import CountEvent, ImageCounted, ImageFailed
from wbc_desktop.core.progress import Progress

if TYPE_CHECKING:
    from wbc_desktop.cli.tables import ResultTables
    from wbc_desktop.imaging.folder import Sample
    from wbc_desktop.inference.counter import Counter
    from wbc_desktop.inference.journal import Journal

TABLES_S = 2.0
"""The tables are written anew at most this often."""

_EPILOG = """\
examples:
  wbc-desktop watch /camera/today                            count what is saved there
  wbc-desktop watch /camera/today --output results --target 400
  wbc-desktop watch /camera/today --stop-at-target           end when the target is reached
  wbc-desktop watch /camera/today --resume                   go on after a stop

Each folder below DIR that photographs are saved into is a sample. A file that is still being written is
waited for. A cell that two overlapping photographs show is counted once. End it with Ctrl-C.

exit codes: 0 all counted; 3 counted, with files in errors.csv; 2 wrong use; 1 nothing was counted
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "Count photographs as a camera program saves them."
    parser.epilog = _EPILOG
    parser.add_argument("folder", metavar="DIR", help="the folder that the camera program saves to")
    parser.add_argument("--output", "-o", metavar="DIR", help="folder for the results (default: DIR-results)")
    parser.add_argument("--target", type=int, default=200, metavar="N", help="cells wanted (default: 200)")
    parser.add_argument("--stop-at-target", action="store_true", help="end when a sample has reached it")
    parser.add_argument("--model", metavar="ID|FOLDER", help="classifier (default: the best validated one)")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda", "mps"))
    parser.add_argument("--content", default="auto", choices=("auto", "cell", "field", "slide"))
    parser.add_argument(
        "--overlaps",
        default="once",
        choices=("once", "all"),
        help="count a cell that overlapping photographs show once, or each time (default: once)",
    )
    scale.add_arguments(parser)
    parser.add_argument("--resume", action="store_true", help="go on with the results that are there")


def run(arguments: argparse.Namespace) -> int:
    """Watch until Ctrl-C or the target; returns the exit code.

    Raises:
        WbcError: The folder cannot be watched, or the results cannot be written.
    """
    from wbc_desktop.cli.count import exit_code, stopped_by_signals
    from wbc_desktop.cli.tables import ResultTables, check_output, summary_text
    from wbc_desktop.core.errors import WrongUse
    from wbc_desktop.inference.journal import Journal, RunSettings

    folder = Path(arguments.folder)
    if not folder.is_dir():
        raise WrongUse(f"There is no folder “{folder}”.", "Name the folder that the camera program saves to.")
    if arguments.target < 1:
        raise WrongUse("The target must be a positive number.")
    output = (
        Path(arguments.output) if arguments.output else folder.with_name(f"{folder.absolute().name}-results")
    )
    check_output(output)
    counter = _counter(arguments, scale.pixel_size(arguments))
    manifest = counter.manifest
    settings = RunSettings(
        model=manifest.id,
        model_version=manifest.version,
        model_sha256=manifest.fingerprint,
        finder_sha256=counter.finder_manifest.sha256,
        content=arguments.content,
        mpp=counter.mpp,
    )
    tables = ResultTables(
        output,
        model=manifest.id,
        model_version=manifest.version,
        device=counter.device_name,
        manifest=manifest,
    )
    line = _Line()
    with Journal(output, settings) as journal:
        journal.open(resume=arguments.resume)
        keeper = _Keeper(folder, journal, tables, counter)
        line.stay(f"Watching {folder}; results in {output}. Ctrl-C ends it.")
        try:
            with stopped_by_signals(), closing(_events(arguments, folder, counter, keeper)) as events:
                for event in events:
                    keeper.keep(event)
                    line.show(event)
        except KeyboardInterrupt:
            line.stay("Stopped.")
        finally:
            keeper.write_tables()
    print(summary_text(tables.rows))
    return exit_code(tables)


def _events(
    arguments: argparse.Namespace, folder: Path, counter: Counter, keeper: _Keeper
) -> Generator[CountEvent, None, None]:
    from wbc_desktop.inference.watch import watch_folder

    return watch_folder(
        folder,
        counter,
        target=arguments.target,
        content=arguments.content,
        stop_at_target=arguments.stop_at_target,
        known=keeper.counted_before,
        once=arguments.overlaps == "once",
    )


def _counter(arguments: argparse.Namespace, mpp: float | None) -> Counter:
    from wbc_desktop.inference import counter
    from wbc_desktop.storage.paths import find_paths

    loaded = counter.load_counter(arguments.model, arguments.device, folders=(find_paths().models,))
    loaded.mpp = mpp
    loaded.load()
    return loaded


class _Keeper:
    """Writes each image down as it is counted, and the tables from time to time."""

    def __init__(self, folder: Path, journal: Journal, tables: ResultTables, counter: Counter) -> None:
        self._folder = folder
        self._journal = journal
        self._tables = tables
        self._counter = counter
        self._images: dict[str, list[str]] = {}
        self._written = 0.0
        self._fresh = True

    def counted_before(self, sample: Sample, image: str) -> int | None:
        """Cells of the five classes that the journal has of an image; None if it has not this image."""
        from wbc_desktop.inference.batch import file_state

        if not self._journal.is_done(sample.name, image, file_state(self._folder / image)):
            return None
        self._images.setdefault(sample.name, []).append(image)
        records = self._journal.records(iter([(sample.name, image)]))
        return sum(cell.label in FIVE_IDS for record in records for cell in record.cells)

    def keep(self, event: CountEvent) -> None:
        if isinstance(event, ImageCounted | ImageFailed):
            self._write_down(event)
        if self._fresh and time.monotonic() - self._written > TABLES_S:
            self.write_tables()

    def _write_down(self, event: ImageCounted | ImageFailed) -> None:
        from dataclasses import replace

        from wbc_desktop.inference.batch import file_state
        from wbc_desktop.inference.journal import Record

        images = self._images.setdefault(event.sample, [])
        if event.image not in images:
            images.append(event.image)
        state = file_state(self._folder / event.image) or (0, 0)
        if isinstance(event, ImageFailed):
            self._journal.add(Record(event.sample, event.image, state, error=event.error))
        else:
            bare = tuple(replace(cell, mask=None) for cell in event.cells)
            device = self._counter.device_name
            record = Record(event.sample, event.image, state, bare, event.warnings, device)
            self._journal.add(replace(record, measures=event.measures))
        self._fresh = True

    def write_tables(self) -> None:
        from wbc_desktop.core.errors import OutputFault
        from wbc_desktop.imaging.folder import Sample, natural_order

        samples = [
            Sample(name, self._folder, tuple(sorted(images, key=natural_order)))
            for name, images in sorted(self._images.items(), key=lambda item: natural_order(item[0]))
        ]
        with suppress(OutputFault):  # a table open in a spreadsheet: the journal has all
            self._tables.write(samples, self._journal)
        self._written, self._fresh = time.monotonic(), False


class _Line:
    """How far the count is: one moving line on a terminal, a line per change elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = ""
        self._reached = False

    def show(self, event: CountEvent) -> None:
        if isinstance(event, ImageFailed):
            self.stay(f"{event.image}: {event.error.message}")
        elif isinstance(event, ImageCounted):
            for warning in event.warnings:
                self.stay(warning)
        elif isinstance(event, Progress):
            self._advance(event)

    def _advance(self, event: Progress) -> None:
        text = event.text if self._terminal else event.text.partition(";")[0]
        if text != self._last:
            self._write(f"\r\x1b[2K{text}" if self._terminal else f"{text}\n")
            self._last = text
        if event.done >= event.total and not self._reached:
            self.stay("\aThe target is reached." if self._terminal else "The target is reached.")
        self._reached = event.done >= event.total

    def stay(self, text: str) -> None:
        self._write(("\r\x1b[2K" if self._terminal else "") + text + "\n")
        self._last = ""

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()
