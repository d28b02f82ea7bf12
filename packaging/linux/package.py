"""The .deb and the portable archive from a frozen folder. Needs ``dpkg-deb``, ``tar`` and ``xz``.

python packaging/linux/package.py FROZEN OUT VERSION    a quick large .deb of what was frozen, to try upgrades
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
NAME = "wbc-desktop"
NEEDS = (
    "libdbus-1-3, libegl1, libfontconfig1, libfreetype6, libgcc-s1, libgl1, libglib2.0-0 | libglib2.0-0t64, "
    "libstdc++6 (>= 11), libx11-6, libx11-xcb1, libxcb1, libzstd1"
)
"""Packages of the system's libraries that are not carried (``carried.FROM_THE_SYSTEM``), beside libc6."""
DEBIAN_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
XZ = "-9e -T1"
"""One block: several threads would cut the file into blocks and lose a few per cent."""


def build_deb(
    frozen: Path, out: Path, version: str, architecture: str, work: Path, *, quick: bool = False
) -> Path:
    """Build the Debian package: the program under ``/opt``, its command in ``/usr/bin``.

    Args:
        frozen: PyInstaller's folder.
        out: Folder for the package.
        version: The program's version.
        architecture: Debian's name of the processor (``amd64``).
        work: Scratch folder.
        quick: Compress little: for a trial, not to be handed out.
    """
    tree = work / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(frozen, tree / "opt" / NAME, symlinks=True)
    _place(HERE / "wbc-desktop.desktop", tree / "usr/share/applications/wbc-desktop.desktop")
    _place(HERE / "wbc-desktop.xml", tree / "usr/share/mime/packages/wbc-desktop.xml")
    resources = frozen / "_internal" / "resources"
    _place(
        resources / "icons/wbc-desktop.svg", tree / "usr/share/icons/hicolor/scalable/apps/wbc-desktop.svg"
    )
    _place(resources / "wbc-desktop.png", tree / "usr/share/icons/hicolor/256x256/apps/wbc-desktop.png")
    _place(HERE / "copyright", tree / f"usr/share/doc/{NAME}/copyright")
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin" / NAME).symlink_to(f"/opt/{NAME}/{NAME}")
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(_control(tree, version, architecture, libc_needed(frozen)))
    _normal_modes(tree)
    target = out / f"{NAME}_{version}_{architecture}.deb"
    compression = ["-Zgzip", "-z1"] if quick else ["-Zxz", "-z9", "-Sextreme"]
    command = ["dpkg-deb", "--root-owner-group", *compression, "--build", str(tree), str(target)]
    subprocess.run(command, check=True, env=dict(os.environ) | {"DPKG_DEB_THREADS_MAX": "1"})
    shutil.rmtree(tree)
    return target


def _control(tree: Path, version: str, architecture: str, libc: str) -> str:
    kilobytes = sum(f.lstat().st_size for f in tree.rglob("*") if f.is_file()) // 1024
    return (
        f"Package: {NAME}\nVersion: {version}\nSection: science\nPriority: optional\n"
        f"Architecture: {architecture}\nInstalled-Size: {kilobytes}\n"
        f"Depends: libc6 (>= {libc}), {NEEDS}\n"
        "Recommends: fonts-dejavu-core, libwayland-client0, libwayland-cursor0, libwayland-egl1\n"
        "Maintainer: The wbc_desktop authors <wbc-desktop@localhost>\n"
        "Description: white blood cell counter for stained smears\n"
        " Finds, classifies and counts leukocytes on photographs and whole slides, in a\n"
        " window or on the command line, on this computer alone. For research use only;\n"
        " not for use in diagnostic procedures.\n"
    )


def libc_needed(frozen: Path) -> str:
    """The newest version of the C library that a carried library or program asks for (``2.36``)."""
    asked = set()
    for file in frozen.rglob("*"):
        if file.is_file() and (file.suffix in ("", ".so") or ".so." in file.name):
            asked |= set(re.findall(rb"GLIBC_2\.(\d+)\b", file.read_bytes()))
    return f"2.{max(map(int, asked), default=28)}"


def build_archive(frozen: Path, out: Path, version: str, machine: str) -> Path:
    """Pack the frozen folder as ``.tar.xz`` for systems without .deb."""
    target = out / f"{NAME}-{version}-linux-{machine}.tar.xz"
    subprocess.run(
        [
            "tar", "--create", "--xz", "--owner=0", "--group=0", "--sort=name",
            f"--file={target}", f"--directory={frozen.parent}", frozen.name,
        ],
        check=True,
        env={"XZ_OPT": XZ, "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    return target


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _normal_modes(tree: Path) -> None:
    for path in tree.rglob("*"):
        if path.is_symlink():
            continue
        runs = path.is_dir() or (path.stat().st_mode & 0o100)
        path.chmod(0o755 if runs else 0o644)


def main() -> int:
    """Pack a frozen folder under another version."""
    if len(sys.argv) != 4:
        print(__doc__)
        return 2
    frozen, out, version = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    out.mkdir(parents=True, exist_ok=True)
    machine = DEBIAN_MACHINES.get(platform.machine(), platform.machine())
    with tempfile.TemporaryDirectory() as work:
        print(build_deb(frozen, out, version, machine, Path(work), quick=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
