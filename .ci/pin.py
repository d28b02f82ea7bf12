"""Write ``requirements-linux.lock`` anew: the files that x86-64 Linux with Python 3.11 installs, and hashes.

    python3.11 .ci/pin.py                                          where pip finds torch's CPU build by itself
    python3.11 .ci/pin.py https://download.pytorch.org/whl/cpu     anywhere else

The versions are those of ``requirements.lock``; change them there first. pip itself resolves, in a dry run.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-linux.lock"
TORCH = ("torch==2.13.0", "torchvision==0.28.0")
PYPI = "https://pypi.org/simple"
HEADER = """\
# The files that `make run` and `make test` install on Linux (x86-64, Python 3.11), each with its hash.
# Made by .ci/pin.py from requirements.lock; its parts are cut out by the Makefile.
"""
SECTIONS = {
    "run": "the program",
    "cpu": "and either torch's CPU build",
    "cuda": "or PyPI's, with its parts",
    "dev": "and, for `make test` and `make lint`",
}

Found = dict[str, tuple[str, str]]


def resolve(*wanted: str, options: tuple[str, ...] = ()) -> Found:
    """What pip would install: version and hash by name."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
        constraints = ["-c", str(ROOT / "requirements.lock"), "--only-binary=:all:", "--report", str(report)]
        subprocess.run([*command, *constraints, *options, *wanted], check=True, cwd=ROOT)
        installed = json.loads(report.read_text(encoding="utf-8"))["install"]
    found = {}
    for item in installed:
        archive = item["download_info"].get("archive_info")
        if archive is not None:  # not the program itself
            name = re.sub(r"[-_.]+", "-", item["metadata"]["name"]).lower()
            found[name] = (item["metadata"]["version"], archive["hashes"]["sha256"])
    return found


def main() -> None:
    """Resolve the four parts and write them."""
    index = ("--extra-index-url", sys.argv[1]) if len(sys.argv) > 1 else ()
    backend = "setuptools"
    run = resolve(*TORCH, backend, ".", options=index)
    dev = resolve(*TORCH, backend, ".[dev,training]", options=index)
    cuda = resolve(*TORCH, options=("--isolated", "--index-url", PYPI))
    torch = {"torch": run.pop("torch")}
    if "+cpu" not in torch["torch"][0]:
        sys.exit("pip finds no CPU build of torch: name its index.")
    parts = {
        "run": run,
        "cpu": torch,
        "cuda": {name: found for name, found in cuda.items() if name not in run},
        "dev": {name: found for name, found in dev.items() if name not in run | torch},
    }
    lines = [HEADER.rstrip()]
    for part, found in parts.items():
        lines += ["", f"# == {part}", f"# {SECTIONS[part]}"]
        lines += [
            f"{name}=={version} --hash=sha256:{digest}" for name, (version, digest) in sorted(found.items())
        ]
    LOCK.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{LOCK}: {', '.join(f'{len(found)} {part}' for part, found in parts.items())}")


if __name__ == "__main__":
    main()
