"""Every sentence that the program can say to a person, read from its source.

The layers below the window speak English and know no Qt. Whatever they can raise, warn of or
give as a reason is collected here, so that a test can ask for its German.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

from wbc_desktop.core import errors

ROOT = Path(__file__).parents[2] / "wbc_desktop"
LAYERS = ("core", "imaging", "inference", "models", "storage", "reporting", "app")
UNSEEN = (
    "inference/bench.py",  # command line alone, as are the next three
    "inference/cluster.py",
    "inference/journal.py",
    "inference/lock.py",
    "inference/engine_onnx_export.py",
    "inference/calibrated_model.py",  # a model's card: a file
    "imaging/reading_room.py",  # details, never shown first
    "storage/diagnostics.py",
    "reporting/",  # reports and exports stay English; their faults are collected all the same
)
"""Files whose sentences do not reach the window, apart from the faults that they raise."""

FAULTS = {n for n, k in vars(errors).items() if isinstance(k, type) and issubclass(k, Exception)}
FAULTS.add("CaseChanged")
_QUIET = {"info", "warning", "debug", "error", "critical", "exception", "ValueError", "AssertionError"}
_QUIET |= {"KeyError", "Field", "compile", "tr", "QT_TRANSLATE_NOOP", "run", "rows", "execute"}
_SENTENCE = re.compile(r"[A-Z{][^\n]* [^\n]*[.?]")


def templates() -> dict[str, str]:
    """Each sentence with ``{a}``, ``{b}`` ... where values stand, and a place that says it."""
    found: dict[str, str] = {}
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            module = _Module(ast.parse(path.read_text(encoding="utf-8")))
            seen = not name.startswith((*UNSEEN, "app/"))
            for line, text in (*module.faults(), *(module.sentences() if seen else ())):
                found.setdefault(text, f"{name}:{line}")
    return found


class _Module:
    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.silent: set[int] = set()
        self.values: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                self.silent.add(id(node.value))
            elif isinstance(node, ast.Call) and _called(node) in _QUIET | FAULTS:
                self.silent |= {id(below) for below in ast.walk(node)}
            elif isinstance(node, ast.Assign):
                self._remember(node.targets[0], node.value)
            elif isinstance(node, ast.FunctionDef):
                for below in ast.walk(node):
                    if isinstance(below, ast.Return) and below.value is not None:
                        self.values.setdefault(f"{node.name}()", []).append(below.value)

    def _remember(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.values.setdefault(target.id, []).append(value)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, part in zip(target.elts, value.elts, strict=True):
                self._remember(one, part)

    def faults(self) -> Iterator[tuple[int, str]]:
        """(line, template) of what the module's faults say and advise."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and _called(node) in FAULTS:
                for part in node.args[:2]:
                    yield from ((node.lineno, text) for text in self._texts(part) if text)

    def sentences(self) -> Iterator[tuple[int, str]]:
        """(line, template) of every other whole sentence: warnings, reasons, verdicts."""
        for node in ast.walk(self.tree):
            if id(node) in self.silent:
                continue
            if isinstance(node, ast.JoinedStr):
                self.silent |= {id(below) for below in ast.walk(node)}
            elif not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            for text in self._texts(node):
                if _SENTENCE.fullmatch(text):
                    yield node.lineno, text

    def _texts(self, node: ast.expr, depth: int = 0) -> Iterator[str]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _filled(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield _joined(node)
        elif isinstance(node, ast.IfExp):
            yield from (*self._texts(node.body, depth), *self._texts(node.orelse, depth))
        elif isinstance(node, ast.BinOp):
            yield from (*self._texts(node.left, depth), *self._texts(node.right, depth))
        elif isinstance(node, ast.Name) and depth < 3:
            for value in self.values.get(node.id, ()):
                yield from self._texts(value, depth + 1)
        elif isinstance(node, ast.Call) and depth < 3:
            for value in self.values.get(f"{_called(node)}()", ()):
                yield from self._texts(value, depth + 1)


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def _joined(node: ast.JoinedStr) -> str:
    names = iter(string.ascii_lowercase)
    return "".join(
        part.value if isinstance(part, ast.Constant) else f"{{{next(names)}}}" for part in node.values
    ).strip()


def _filled(text: str) -> str:
    names = iter(string.ascii_lowercase)
    return re.sub(r"{(:[^}]*)?}", lambda _found: f"{{{next(names)}}}", text).strip()
