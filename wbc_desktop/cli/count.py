"""``wbc-desktop count``: folders of images in, tables out."""

from __future__ import annotations

import argparse
import json
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.cli import scale
from wbc_desktop.cli.main import EXIT_INTERRUPTED, EXIT_NOTHING
from wbc_desktop.core.errors import WbcError, WrongUse

if TYPE_CHECKING:
    from wbc_desktop.cli.tables import ResultTables
    from wbc_desktop.core.events import CountEvent
    from wbc_desktop.imaging.folder import Sample
    from wbc_desktop.inference.batch import BatchOptions
    from wbc_desktop.inference.cluster import ClusterTask
    from wbc_desktop.inference.counter import Counter
    from wbc_desktop.inference.journal import RunSettings
    from wbc_desktop.models.manifest import Manifest

EXIT_SOME_FAILED = 3

_EPILOG = """\
examples:
  wbc-desktop count smears --output results
  wbc-desktop count smear-1 smear-2 --output results --masks
  wbc-desktop count smears --output results --resume       go on after a stop
  wbc-desktop count fields --output results --sample file  every image a sample

Written into the output folder: differential.csv (one row per sample), cells.csv (one row per cell),
errors.csv (files that could not be read), with --masks also masks/.

exit codes: 0 all counted; 3 counted, with files in errors.csv; 2 wrong use; 1 nothing could be counted
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "Count the white blood cells of images, folders of images, and whole slides."
    parser.epilog = _EPILOG
    parser.add_argument("paths", nargs="+", metavar="PATH", help="images, slides, or folders of them")
    parser.add_argument("--output", "-o", required=True, metavar="DIR", help="folder for the results")
    parser.add_argument("--model", metavar="ID|FOLDER", help="classifier (default: the best validated one)")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda", "mps"))
    parser.add_argument(
        "--content",
        default="auto",
        choices=("auto", "cell", "field", "slide"),
        help="what an image shows: one cell, a field of the microscope, or a whole slide (default: auto)",
    )
    parser.add_argument(
        "--sample",
        default="folder",
        choices=("folder", "file"),
        help="what one sample is: a folder of images, or every file (default: folder)",
    )
    parser.add_argument(
        "--masks",
        action="store_true",
        help="write a label mask per image (PNG: 0 background, 1 cytoplasm, 2 nucleus)",
    )
    parser.add_argument(
        "--target",
        type=int,
        default=200,
        metavar="N",
        help="cells at which the count of a whole slide stops; 0: the whole film (default: 200)",
    )
    parser.add_argument(
        "--overlaps",
        default="all",
        choices=("all", "once"),
        help="once: a cell that two overlapping photographs show is counted once (default: all)",
    )
    scale.add_arguments(parser)
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="count on a Dask cluster (tcp://HOST:PORT), by sample"
    )
    parser.add_argument("--resume", action="store_true", help="go on where a stopped run was")
    parser.add_argument(
        "--store",
        action="store_true",
        help="also store each sample as a case, to be reviewed in the window and exported",
    )
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.add_argument(
        "--precision",
        default=None,
        choices=("auto", "fp32", "bf16"),
        help="number format (default: bf16 on CPUs that compute in it, else fp32)",
    )
    parser.add_argument(
        "--max-megapixels", type=float, metavar="N", help="largest image that is decoded (default: 200)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Count; returns the exit code.

    Raises:
        WbcError: Nothing could be counted, or the command makes no sense.
    """
    from wbc_desktop.cli.tables import ResultTables, check_output
    from wbc_desktop.imaging.folder import collect_samples
    from wbc_desktop.imaging.limits import Limits
    from wbc_desktop.inference.batch import BatchOptions

    if arguments.store and arguments.resume:
        raise WrongUse("--store and --resume do not go together.", "A resumed run is not counted anew.")
    if arguments.target < 0:
        raise WrongUse("The target must be 0 or more.")
    output = Path(arguments.output)
    limits = Limits.in_force(arguments.max_megapixels)
    samples = collect_samples(arguments.paths, arguments.sample, exclude=output)
    if not samples:
        raise WbcError(
            "No images were found.", "Name a folder that holds JPEG, PNG, BMP, TIFF or slide files."
        )
    check_output(output)
    mpp = scale.pixel_size(arguments)
    if arguments.resume and (done := _finished_before(samples, output, arguments, mpp)):
        print(_summary(done, output, complete=True, as_json=arguments.json))
        return exit_code(done)
    counter = _counter(arguments, mpp)
    tables = ResultTables(
        output,
        model=counter.manifest.id,
        model_version=counter.manifest.version,
        device=counter.device_name,
        manifest=counter.manifest,
    )
    options = BatchOptions(
        arguments.content,
        arguments.masks,
        arguments.resume,
        limits,
        arguments.target or None,
        arguments.overlaps == "once",
        _cluster(arguments, counter.mpp),
    )
    settings = _settings(counter.finder_manifest, counter.manifest, arguments, counter.mpp)
    with _recorder(samples, counter, store=arguments.store) as record:
        complete = _count(samples, counter, output, settings, tables, options, record)
    print(_summary(tables, output, complete=complete, as_json=arguments.json))
    return exit_code(tables) if complete else EXIT_INTERRUPTED


def _cluster(arguments: argparse.Namespace, mpp: float | None) -> ClusterTask | None:
    if not arguments.cluster:
        return None
    from wbc_desktop.inference.cluster import ClusterTask

    return ClusterTask(
        arguments.cluster,
        arguments.model,
        arguments.device,
        arguments.precision,
        arguments.content,
        arguments.target or None,
        mpp=mpp,
    )


def _counter(arguments: argparse.Namespace, mpp: float | None) -> Counter:
    from wbc_desktop.inference import counter
    from wbc_desktop.storage.paths import find_paths

    loaded = counter.load_counter(
        arguments.model, arguments.device, precision=arguments.precision, folders=(find_paths().models,)
    )
    loaded.mpp = mpp
    loaded.load()
    return loaded


def _finished_before(
    samples: list[Sample], output: Path, arguments: argparse.Namespace, mpp: float | None
) -> ResultTables | None:
    """The tables of a run that left nothing to count, told before any model is loaded; else None."""
    from wbc_desktop.cli.tables import ResultTables
    from wbc_desktop.inference import counter
    from wbc_desktop.inference.batch import finished_before
    from wbc_desktop.storage.paths import find_paths

    finder, classifier = counter.choose_models(arguments.model, (find_paths().models,))
    manifest = classifier.manifest
    tables = ResultTables(output, model=manifest.id, model_version=manifest.version, manifest=manifest)
    settings = _settings(finder.manifest, manifest, arguments, mpp)
    if not finished_before(samples, output, settings, tables):
        return None
    images = sum(len(sample.images) for sample in samples)
    told = "the image was" if images == 1 else f"all {images} images were"
    print(f"Nothing is left to count: {told} counted before.", file=sys.stderr)
    return tables


def _settings(
    finder: Manifest, classifier: Manifest, arguments: argparse.Namespace, mpp: float | None
) -> RunSettings:
    from wbc_desktop.inference.journal import RunSettings

    return RunSettings(
        model=classifier.id,
        model_version=classifier.version,
        model_sha256=classifier.fingerprint,
        finder_sha256=finder.sha256,
        content=arguments.content,
        masks=arguments.masks,
        target=arguments.target,
        once=arguments.overlaps == "once",
        mpp=mpp,
    )


def _count(
    samples: list[Sample],
    counter: Counter,
    output: Path,
    settings: RunSettings,
    tables: ResultTables,
    options: BatchOptions,
    record: Callable[[CountEvent], None] | None,
) -> bool:
    """Run the batch; returns whether it came to its end."""
    from wbc_desktop.cli.progress import ProgressLine
    from wbc_desktop.inference.batch import count_batch
    from wbc_desktop.inference.own_cells import weighed

    progress = ProgressLine()
    events = count_batch(samples, counter, output, settings, tables, options)
    try:
        with stopped_by_signals(), closing(events):
            # The tables are weighed from the journal; only a record needs to be told.
            for event in events if record is None else weighed(events, counter.manifest):
                if record is not None:
                    record(event)
                progress.show(event)
    except KeyboardInterrupt:
        progress.close()
        progress.line("Stopped. The tables hold what is done; go on with --resume.")
        return False
    progress.close()
    return True


@contextmanager
def _recorder(
    samples: list[Sample], counter: Counter, *, store: bool
) -> Iterator[Callable[[CountEvent], None] | None]:
    """What takes each event into the case database; None where cases are not to be stored."""
    if not store:
        yield None
        return
    from wbc_desktop.core.case import ModelStamp, SampleData
    from wbc_desktop.storage.case_store import CaseStore
    from wbc_desktop.storage.paths import find_paths
    from wbc_desktop.storage.recorder import CaseRecorder
    from wbc_desktop.storage.settings import load_settings

    paths = find_paths()
    settings = load_settings(paths.settings)[0]
    manifest = counter.manifest
    stamp = ModelStamp(manifest.id, manifest.version, manifest.fingerprint, counter.device_name)
    data = SampleData(target=settings.count.target, nrbc_limit=settings.count.nrbc_limit)
    roots = {sample.name: str(sample.root.absolute()) for sample in samples}
    with CaseStore(paths.database) as cases:
        yield CaseRecorder(cases, roots, stamp, settings.user, data).take


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """A request to end (kill, shutdown, closed terminal) is treated like Ctrl-C: the tables are written."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    kinds = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = []
    with suppress(ValueError):  # not the main thread: signals are its business
        before = [(kind, signal.signal(kind, stop)) for kind in kinds]
    try:
        yield
    finally:
        for kind, handler in before:
            signal.signal(kind, handler)


def _summary(tables: ResultTables, output: Path, *, complete: bool, as_json: bool) -> str:
    from wbc_desktop.cli.tables import DIFFERENTIAL, ERRORS, summary_text
    from wbc_desktop.reporting.tables import summary

    if as_json:
        total = summary(tables.rows)
        report = {
            "output": str(output.absolute()),
            "complete": complete,
            "failed": tables.failed,
            **total,
            "samples": tables.rows,
        }
        return json.dumps(report, indent=1)
    lines = [summary_text(tables.rows), "", f"Results: {output}"]
    if tables.failed:
        files = "1 file" if tables.failed == 1 else f"{tables.failed} files"
        lines.append(f"{files} could not be counted; {output / ERRORS} says why.")
    told = re.compile(r"\d+ files? could not be counted \(errors\.csv\)")  # said above
    warned = sum(bool(row["warnings"]) and not told.fullmatch(str(row["warnings"])) for row in tables.rows)
    if warned:
        of = "1 sample has" if warned == 1 else f"{warned} samples have"
        lines.append(f"{of} warnings; the last column of {output / DIFFERENTIAL} names them.")
    lines.append("Percentages are of the cells counted in the five classes. For research use only.")
    return "\n".join(lines)


def exit_code(tables: ResultTables) -> int:
    """What a run that came to its end returns: counted, counted in part, or nothing."""
    if not any(row["images"] for row in tables.rows):
        return EXIT_NOTHING
    return EXIT_SOME_FAILED if tables.failed else 0
