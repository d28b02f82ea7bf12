"""Builds this system's installers: freeze, smoke test, pack, list the parts, checksums.

python packaging/build.py              ONNX Runtime, no torch (what is handed out)
python packaging/build.py --torch      with this environment's torch: the CUDA variant
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from components import PROGRAM, TORCH_ONLY
from prepare import prepare
from sbom import write_sbom
from strip_symbols import strip_symbols
from system_parts import LIST, add_licences, system_parts

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
DIST = ROOT / "dist"


def main() -> int:
    """Build everything for this system; 0 where the smoke test passed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--torch", action="store_true", help="carry torch instead of ONNX Runtime alone")
    parser.add_argument("--no-smoke-test", action="store_true", help="pack without running the program")
    options = parser.parse_args()
    variant = "torch" if options.torch else "onnx"
    without = frozenset() if options.torch else TORCH_ONLY
    shutil.rmtree(BUILD / "frozen", ignore_errors=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    prepare(ROOT, BUILD / "frozen", variant, without)
    frozen = freeze(variant)
    system = system_parts(BUILD / LIST)
    add_licences(system, resources(frozen) / "licences")
    print(f"frozen: {megabytes(frozen):.0f} MB", flush=True)
    if not options.no_smoke_test and smoke_test(frozen) != 0:
        return 1
    out = DIST / "installers"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    made = pack(frozen, out)
    models = ROOT / "resources" / "models"
    parts = out / f"{PROGRAM}.cdx.json"
    write_sbom(parts, without=without, models=models, carried=frozen, system=system)
    write_checksums(out)
    for path in made:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.0f} MB")
    return 0


def freeze(variant: str) -> Path:
    """Run PyInstaller; the program's folder."""
    command = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
        "--workpath", str(BUILD / "pyinstaller"), "--distpath", str(DIST),
        str(ROOT / "packaging" / "wbc_desktop.spec"),
    ]  # fmt: skip
    start = time.monotonic()
    subprocess.run(command, check=True, cwd=ROOT, env=dict(os.environ) | {"WBC_VARIANT": variant})
    print(f"PyInstaller took {time.monotonic() - start:.0f} s", flush=True)
    frozen = DIST / "wbc-desktop"
    if sys.platform == "linux":
        print(f"debuggers' symbols taken out: {strip_symbols(frozen) / 1e6:.0f} MB")
    return frozen


def smoke_test(frozen: Path) -> int:
    """Run the frozen program through ``smoke_test.py`` beside the source's answers."""
    suffix = ".exe" if sys.platform == "win32" else ""
    program = frozen / ("wbc-desktop-cli.exe" if sys.platform == "win32" else "wbc-desktop")
    source = Path(sys.executable).with_name(f"wbc-desktop{suffix}")
    samples = BUILD / "samples"
    shutil.rmtree(samples, ignore_errors=True)
    subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "samples.py"), str(samples)], check=True, cwd=ROOT
    )
    command = [sys.executable, str(ROOT / "packaging" / "smoke_test.py"), str(program)]
    command += ["--samples", str(samples), "--figures", str(BUILD / "figures.json")]
    if source.exists():
        command += ["--source", str(source)]
    return subprocess.run(command, check=False).returncode


def pack(frozen: Path, out: Path) -> list[Path]:
    """Make this system's installers."""
    version, machine, system = metadata.version(PROGRAM), platform.machine(), platform.system()
    if system == "Linux":
        from linux.package import DEBIAN_MACHINES, build_archive, build_deb

        architecture = DEBIAN_MACHINES.get(machine, machine)
        with ThreadPoolExecutor(2) as pool:  # xz takes minutes and one processor each
            archive = pool.submit(build_archive, frozen, out, version, machine)
            package = pool.submit(build_deb, frozen, out, version, architecture, BUILD)
            return [package.result(), archive.result()]
    if system == "Windows":
        script = ROOT / "packaging" / "windows" / "wbc-desktop.iss"
        compiler = shutil.which("iscc") or r"C:\Program Files (x86)\Inno Setup 6\ISCC.exe"
        subprocess.run([compiler, f"/DAppVersion={version}", f"/O{out}", str(script)], check=True)
        return sorted(out.glob("*.exe"))
    subprocess.run(["sh", str(ROOT / "packaging/macos/build.sh"), str(DIST), str(out), version], check=True)
    return sorted(out.glob("*.dmg"))


def write_checksums(out: Path) -> None:
    """Write ``SHA256SUMS`` of all files in a folder, as ``sha256sum --check`` reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(out.iterdir())
        if path.name != "SHA256SUMS"
    ]
    (out / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def resources(frozen: Path) -> Path:
    """Where a frozen folder keeps its models, licences and texts."""
    return frozen / "_internal" / "resources"


def megabytes(folder: Path) -> float:
    """Size of a folder's files in 10^6 bytes, links not counted."""
    return sum(f.lstat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink()) / 1e6


if __name__ == "__main__":
    sys.exit(main())
