"""Collects the licence texts of every part, for the installers' ``resources/licences``."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from components import closure, licence_of

TEXT_OF = {
    "flatbuffers": "wbc-desktop/LICENSE",
    "PySide6_Essentials": "LGPL-3.0.txt, GPL-3.0.txt, Qt-third-parties.txt",
    "shiboken6": "LGPL-3.0.txt, GPL-3.0.txt",
}
"""Where the licence text lies of parts that bring none of their own."""
WORDS = ("licen", "copying", "notice", "copyright", "authors", "thirdparty", "third_party", "third-party")


def collect_licences(target: Path, root: Path, without: frozenset[str] = frozenset()) -> None:
    """Write one folder of texts per distribution, our own, Python's, and an overview.

    Args:
        target: Folder to write into.
        root: The repository.
        without: Distributions that this build does not carry.

    Raises:
        LookupError: A part has no licence text, here or in ``TEXT_OF``.
    """
    target.mkdir(parents=True, exist_ok=True)
    lines = ["Parts of this program, their versions and licences.", ""]
    for name in ("LICENSE", "NOTICE"):
        _copy(root / name, target / "wbc-desktop" / name)
    for name in sorted(p.name for p in (root / "packaging" / "licences").glob("*.txt")):
        _copy(root / "packaging" / "licences" / name, target / name)
    for distribution in closure(without):
        texts = _texts(distribution)
        name = distribution.metadata["Name"]
        if not texts and name not in TEXT_OF:
            raise LookupError(f"{name} brings no licence text; find it and add it to TEXT_OF.")
        for source, relative in texts:
            _copy(source, target / name / relative)
        where = f" (text: {TEXT_OF[name]})" if name in TEXT_OF else ""
        lines.append(f"{name} {distribution.version}: {licence_of(distribution)}{where}")
    python = next((p for p in _python_licences() if p.is_file()), None)
    if python is not None:
        _copy(python, target / "Python" / "LICENSE.txt")
    lines += [f"Python {sys.version.split()[0]}: PSF-2.0", ""]
    lines += [
        "Qt, PySide6 and shiboken6 are used under the LGPL-3.0, OpenSlide under the LGPL-2.1. They lie",
        "in this program's folder as separate shared libraries, which may be replaced by other builds",
        "of the same interface. Their sources:",
        "https://download.qt.io/official_releases/QtForPython/pyside6/",
        "https://github.com/openslide/openslide-bin/releases",
        "The program's starter is PyInstaller's, GPL-2.0 with an exception for programs built with it.",
    ]
    (target / "OVERVIEW.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def add_starter_licence(target: Path) -> None:
    """Lay the text of PyInstaller, whose starter the frozen program carries, into ``target``."""
    for source, relative in _texts(metadata.distribution("pyinstaller")):
        _copy(source, target / "PyInstaller" / relative)


def _texts(distribution: metadata.Distribution) -> list[tuple[Path, str]]:
    found = []
    for file in distribution.files or []:
        text = str(file).replace("\\", "/").lower()
        in_folder = "/licenses/" in text or "/licences/" in text
        named = any(word in text.rsplit("/", 1)[-1] for word in WORDS)
        if not text.endswith((".py", ".pyc", ".pyi", ".so", ".h")) and (in_folder or named):
            path = Path(str(distribution.locate_file(file)))
            if path.is_file():
                found.append((path, _flat(str(file))))
    return found


def _flat(file: str) -> str:
    parts = [p for p in file.replace("\\", "/").split("/") if not p.endswith(".dist-info") and p != ".."]
    return "__".join(p for p in parts if p not in ("licenses", "licences"))


def _python_licences() -> list[Path]:
    base = Path(sys.base_prefix)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return [
        base / "LICENSE.txt",
        base / "lib" / version / "LICENSE.txt",
        Path("/usr/share/doc") / version / "copyright",
    ]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())
