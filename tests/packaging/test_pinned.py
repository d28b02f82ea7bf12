"""What CI installs is pinned with hashes, in the versions that every other system takes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"([a-z0-9-]+)==(\S+) --hash=sha256:[0-9a-f]{64}")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned() -> dict[str, dict[str, str]]:
    """Version by name, of each part of the file."""
    parts: dict[str, dict[str, str]] = {}
    for line in (ROOT / "requirements-linux.lock").read_text(encoding="utf-8").splitlines():
        if line.startswith("# == "):
            parts[line[5:]] = part = {}
        elif line and not line.startswith("#"):
            found = LINE.fullmatch(line)
            assert found, line
            part[found[1]] = found[2]
    return parts


def test_every_line_has_a_hash_and_no_part_repeats_another() -> None:
    parts = pinned()
    assert list(parts) == ["run", "cpu", "cuda", "dev"]
    assert list(parts.pop("cpu")) == ["torch"]
    names = [name for part in parts.values() for name in part]
    assert len(set(names)) == len(names)


def test_versions_are_those_of_the_other_systems() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    others = dict(line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    others = {normal(name): version for name, version in others.items()}
    for part in ("run", "dev"):
        for name, version in pinned()[part].items():
            assert others.get(name, version) == version, name
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    torch, cuda, vision = pinned()["cpu"]["torch"], pinned()["cuda"]["torch"], pinned()["run"]["torchvision"]
    assert torch == f"{cuda}+cpu"
    assert f"TORCH := torch=={cuda} torchvision=={vision}\n" in makefile


@pytest.mark.parametrize(("part", "extras"), [("run", ()), ("dev", ("dev", "training"))])
def test_whatever_pyproject_asks_for_is_there(part: str, extras: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    there = pinned()["run"] | pinned()["cpu"] | (pinned()["dev"] if extras else {})
    names = {normal(re.match(r"[A-Za-z0-9._-]+", line)[0]) for line in wanted}  # type: ignore[index]
    assert names - set(there) == set()
