"""Libraries of the build machine's Debian that a Linux build carries: packages, versions and licences."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

LIST = "system_libraries.txt"
"""File in the build folder into which the spec writes where the carried ones come from."""


@dataclass(frozen=True, slots=True)
class SystemPart:
    """A Debian package of which a build carries libraries.

    Attributes:
        package: Its name, without the architecture.
        version: Its version.
        libraries: The carried files' names.
        copyright: Its file of copyrights and licences.
    """

    package: str
    version: str
    libraries: tuple[str, ...]
    copyright: Path


def system_parts(listed: Path) -> list[SystemPart]:
    """The packages of the libraries that the spec has listed, by name.

    Args:
        listed: The spec's list, one path a line; missing where nothing of the system is carried.

    Raises:
        LookupError: A library belongs to no package, or its package has no file of copyrights: it may not
            be handed out.
    """
    if not listed.is_file() or shutil.which("dpkg-query") is None:
        return []
    libraries: dict[str, list[str]] = {}
    for line in listed.read_text(encoding="utf-8").splitlines():
        libraries.setdefault(_package_of(Path(line).name), []).append(Path(line).name)
    return [_part(package, tuple(sorted(names))) for package, names in sorted(libraries.items())]


def add_licences(parts: list[SystemPart], folder: Path) -> None:
    """Lay the packages' files of copyrights into the licences of a frozen program, and name them there."""
    lines = ["", "Libraries of the system that this was built on (Debian's packages):"]
    for part in parts:
        shutil.copyfile(part.copyright, folder / f"system-{part.package}.txt")
        lines.append(f"{part.package} {part.version}: {', '.join(part.libraries)}")
    with (folder / "OVERVIEW.txt").open("a", encoding="utf-8") as overview:
        overview.write("\n".join(lines) + "\n")


def _package_of(library: str) -> str:
    found = subprocess.run(
        ["dpkg-query", "--search", f"*/{library}"], capture_output=True, text=True, check=False
    )
    packages = sorted({line.split(":")[0] for line in found.stdout.splitlines()})
    if not packages:
        raise LookupError(f"{library} belongs to no package of this system: its licence is not known.")
    return packages[0]


def _part(package: str, libraries: tuple[str, ...]) -> SystemPart:
    version = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}\n", package],
        capture_output=True, text=True, check=True,
    ).stdout.split()[0]  # fmt: skip
    text = Path("/usr/share/doc") / package / "copyright"
    if not text.is_file():
        raise LookupError(f"The package {package} has no {text}: its licence cannot be handed on.")
    return SystemPart(package, version, libraries, text)
