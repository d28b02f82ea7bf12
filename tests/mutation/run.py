"""Mutation testing of ``core``: how many small faults in the code do its tests find?

    pip install mutmut==3.8.1            (makes the mutants; this program runs the tests against them)
    python tests/mutation/run.py                    all modules of core
    python tests/mutation/run.py intervals flags    some; --json FILE keeps the survivors

The tests are collected once; each mutant gets a forked process, in which the tests that reach its
function run, quickest first, until one fails. Linux or macOS.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROCESSOR_S = 5
"""A mutant that computes longer goes round in circles: found."""
WALL_S = 300


def mutate(folder: Path, modules: list[str]) -> list[str]:
    """Copy the program and its tests, with every mutant of the modules in it; returns their names."""
    for name in ("wbc_desktop", "tests", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    with (folder / "pyproject.toml").open("a") as stream:
        stream.write('\n[tool.mutmut]\nsource_paths = ["wbc_desktop/core"]\n')
    os.chdir(folder)  # where mutmut looks for its settings
    from mutmut.mutation.file_mutation import mutate_file_contents

    names = []
    wanted = modules or sorted(path.stem for path in (folder / "wbc_desktop" / "core").glob("*.py"))
    for path in (folder / "wbc_desktop" / "core" / f"{module}.py" for module in wanted):
        made = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
        path.write_text(made.code, encoding="utf-8")
        names += [f"wbc_desktop.core.{path.stem}.{name}" for name in made.mutant_names]
    return names


class Loop:
    """A pytest plugin in place of the usual loop over the tests."""

    def __init__(self, names: list[str], children: int, until: float) -> None:
        self.names = names
        self.children = children
        self.until = until
        self.results: dict[str, str] = {}

    def pytest_runtestloop(self, session: object) -> bool:
        """Learn which test reaches what, then try every mutant."""
        items = {item.nodeid: item for item in session.items}
        reached = self._reached(list(items.values()))
        running: dict[int, str] = {}
        for name in self.names:
            if time.monotonic() > self.until:
                self.results[name] = "not tried"
                continue
            tests = [items[node] for node in reached.get(name.partition("__mutmut_")[0], [])]
            if not tests:
                self.results[name] = "not reached"
                continue
            if len(running) >= self.children:
                self._wait(running)
            running[_forked(lambda tests=tests, name=name: _survives(tests, name))] = name
        while running:
            self._wait(running)
        return True

    def _reached(self, items: list) -> dict[str, list[str]]:
        """The tests that reach each function, quickest first; found out in a process of its own."""
        reading, writing = os.pipe()

        def learn() -> int:
            found: dict[str, list[tuple[float, str]]] = defaultdict(list)
            for item in items:
                hits: set[str] = set()
                took = time.process_time()
                failed = _failed(item, "stats", hits)
                assert not failed, f"{item.nodeid} fails without a mutant"
                took = time.process_time() - took
                for hit in hits:
                    found[hit].append((took, item.nodeid))
            with os.fdopen(writing, "w") as stream:
                json.dump(
                    {name: [node for _, node in sorted(tests)] for name, tests in found.items()}, stream
                )
            return 0

        pid = _forked(learn, limit=False)
        os.close(writing)
        with os.fdopen(reading) as stream:
            text = stream.read()
        assert os.waitpid(pid, 0)[1] == 0, "a test fails without a mutant"
        return json.loads(text)

    def _wait(self, running: dict[int, str]) -> None:
        """Take one result."""
        pid, status = os.waitpid(-1, 0)
        code = os.waitstatus_to_exitcode(status)
        self.results[running.pop(pid)] = {0: "survived", 1: "killed"}.get(code, "killed by time")
        if len(self.results) % 100 == 0:
            print(f"{len(self.results)} of {len(self.names)}", file=sys.__stderr__, flush=True)


def _forked(act: object, *, limit: bool = True) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 2
    try:
        if limit:
            resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S + 1))
            signal.alarm(WALL_S)
        code = act()
    finally:
        os._exit(code)


def _survives(tests: list, name: str) -> int:
    return 1 if any(_failed(item, name, set()) for item in tests) else 0


def _failed(item: object, mutant: str, hits: set[str]) -> bool:
    """Whether a test fails with a mutant in place."""
    from _pytest.runner import runtestprotocol
    from mutmut.mutation import trampoline

    trampoline.record_trampoline_hit = lambda name, caller=None: hits.add(name)
    trampoline.set_mutant_under_test(mutant)
    reports = runtestprotocol(item, log=False, nextitem=None)
    return any(report.failed for report in reports)


def main() -> int:
    """Mutate, try, and print the score of each module."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", help="of core, without .py")
    parser.add_argument("--json", type=Path, help="write the results, mutant by mutant")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--tests", nargs="+", default=["tests/core"], help="files or folders of tests")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="leave the rest untried then")
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        names = mutate(folder, arguments.modules)
        sys.path[:0] = [str(folder), str(folder / "tests")]
        import pytest
        from hypothesis import settings

        settings.register_profile("mutants", deadline=None, max_examples=10, derandomize=True, database=None)
        loop = Loop(names, arguments.children, began + arguments.seconds)
        options = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--hypothesis-profile=mutants"]
        pytest.main([*options, "-o", "timeout=0", *arguments.tests], plugins=[loop])
    if arguments.json:
        arguments.json.write_text(json.dumps(loop.results, indent=0), encoding="utf-8")
    modules = defaultdict(Counter)
    for name, result in loop.results.items():
        modules[name.split(".")[2]][result] += 1
    print(f"{'module':14}mutants  killed  by time  survived  not reached  not tried  score of the tried")
    for module, counts in [*sorted(modules.items()), ("all", sum(modules.values(), Counter()))]:
        killed, late = counts["killed"], counts["killed by time"]
        left, tried = counts["not reached"], counts.total() - counts["not tried"]
        print(
            f"{module:14}{counts.total():7}{killed:8}{late:9}{counts['survived']:10}{left:13}"
            f"{counts['not tried']:11}{100 * (killed + late) / max(tried, 1):7.1f} %"
        )
    return 0 if len(loop.results) == len(names) else 1


if __name__ == "__main__":
    sys.exit(main())
