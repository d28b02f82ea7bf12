"""The .deb and the portable archive from a frozen folder. Needs ``dpkg-deb``, ``tar`` and ``xz``."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
NAME = "wbc-desktop"
NEEDS = (
    "libc6 (>= 2.28), libegl1, libgl1, libxkbcommon0, libxkbcommon-x11-0, libdbus-1-3, libfontconfig1, "
    "libx11-xcb1, libxcb-cursor0, libxcb-icccm4, libxcb-image0, libxcb-keysyms1, libxcb-randr0, "
    "libxcb-render-util0, libxcb-shape0, libxcb-sync1, libxcb-xfixes0, libxcb-xinerama0, libxcb-xkb1"
)


def build_deb(frozen: Path, out: Path, version: str, architecture: str, work: Path) -> Path:
    """Build the Debian package: the program under ``/opt``, its command in ``/usr/bin``.

    Args:
        frozen: PyInstaller's folder.
        out: Folder for the package.
        version: The program's version.
        architecture: Debian's name of the processor (``amd64``).
        work: Scratch folder.
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
    kilobytes = sum(f.lstat().st_size for f in tree.rglob("*") if f.is_file()) // 1024
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(
        f"Package: {NAME}\nVersion: {version}\nSection: science\nPriority: optional\n"
        f"Architecture: {architecture}\nInstalled-Size: {kilobytes}\nDepends: {NEEDS}\n"
        "Recommends: fonts-dejavu-core\nMaintainer: The wbc_desktop authors <wbc-desktop@localhost>\n"
        "Description: white blood cell counter for stained smears\n"
        " Finds, classifies and counts leukocytes on photographs and whole slides, in a\n"
        " window or on the command line, on this computer alone. For research use only;\n"
        " not for use in diagnostic procedures.\n"
    )
    _normal_modes(tree)
    target = out / f"{NAME}_{version}_{architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(tree), str(target)], check=True
    )
    shutil.rmtree(tree)
    return target


def build_archive(frozen: Path, out: Path, version: str, machine: str) -> Path:
    """Pack the frozen folder as ``.tar.xz`` for systems without .deb."""
    target = out / f"{NAME}-{version}-linux-{machine}.tar.xz"
    subprocess.run(
        [
            "tar", "--create", "--xz", "--owner=0", "--group=0", "--sort=name",
            f"--file={target}", f"--directory={frozen.parent}", frozen.name,
        ],
        check=True,
        env={"XZ_OPT": "-6 -T0", "PATH": "/usr/bin:/bin"},
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
