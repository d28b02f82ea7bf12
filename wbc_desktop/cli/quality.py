"""``wbc-desktop quality``: the cell-location test of a reviewed case, and its trend."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wbc_desktop.cli.main import EXIT_NOTHING

if TYPE_CHECKING:
    from wbc_desktop.core.quality import LocationTest
    from wbc_desktop.storage.case_store import CaseStore

_EPILOG = """\
examples:
  wbc-desktop quality               the trend by day and stain batch
  wbc-desktop quality QC-17         record the test that this reviewed case holds

How to make a test: count about 200 nucleated cells on images of a slide with WBC above 7 x 10^9/L. In
the window add every white cell that was missed, and remove what is no cell. Then name the case here.
A test on fewer than 100 nucleated cells is not valid. The pass limit is your laboratory's own (settings).

exit codes: 0 recorded or listed, passed or no limit set; 1 the recorded test failed or is not valid, or
cells of the case are not reviewed (then nothing is recorded)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description = "The cell-location test: which share of the white cells the finder found."
    parser.epilog = _EPILOG
    parser.add_argument("case", nargs="?", metavar="CASE", help="record the test of this reviewed case")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Record or list; returns the exit code.

    Raises:
        CaseFault: There is no such case, or the database cannot be used.
    """
    from wbc_desktop.storage.case_store import CaseStore
    from wbc_desktop.storage.paths import find_paths
    from wbc_desktop.storage.settings import load_settings

    paths = find_paths()
    settings = load_settings(paths.settings)[0]
    with CaseStore(paths.database) as store:
        if arguments.case:
            limit = settings.count.location_pass_percent
            return _record(store, arguments.case, settings.user, limit, as_json=arguments.json)
        _trend(store, as_json=arguments.json)
    return 0


def _record(store: CaseStore, name: str, user: str, limit: float | None, *, as_json: bool) -> int:
    from wbc_desktop.core.quality import location_test, require_looked_through
    from wbc_desktop.storage.quality_store import record_test

    case = store.load(store.find(name))
    require_looked_through(case)
    test = location_test(case, operator=user, at=datetime.now(UTC))
    record_test(store, test)
    verdict = test.verdict(limit)
    if as_json:
        print(json.dumps({**_out(test), "verdict": verdict}, indent=1))
    else:
        numbers = f"{test.located} located, {test.missed} missed, {test.false_found} falsely found"
        print(f"{numbers}{_share(test)}: {verdict}")
    return EXIT_NOTHING if verdict in ("fail", "invalid") else 0


def _share(test: LocationTest) -> str:
    if test.percent is None or test.limits is None:
        return ""
    low, high = test.limits
    return f", {test.percent:.1f} % located (95 % interval {low:.1f}-{high:.1f})"


def _out(test: LocationTest) -> dict[str, object]:
    return {
        "at": test.at.isoformat(),
        "operator": test.operator,
        "located": test.located,
        "missed": test.missed,
        "false_found": test.false_found,
        "percent": None if test.percent is None else round(test.percent, 2),
        "stain_batch": test.stain_batch,
        "camera": test.camera,
    }


def _trend(store: CaseStore, *, as_json: bool) -> None:
    from wbc_desktop.core.quality import trend
    from wbc_desktop.storage.quality_store import list_tests

    tests = list_tests(store)
    if as_json:
        print(json.dumps([_out(t) for t in tests], indent=1, ensure_ascii=False))
        return
    points = trend(tests)
    for p in points:
        bar = "#" * round(p.percent / 2.5)
        batch = p.stain_batch or "no stain batch named"
        print(f"{p.day}  {p.percent:5.1f} %  ({p.low95:.1f}-{p.high95:.1f})  {bar:<40}  {batch}")
    if not points:
        print("No valid cell-location test is recorded yet.")
