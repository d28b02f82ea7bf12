"""The installers: parts, licences, the list of parts, and what the smoke test takes for a fault."""

from __future__ import annotations

import importlib.util
import json
import plistlib
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def _load(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    title = f"wbc_packaging_{name.replace('/', '_')}"
    spec = importlib.util.spec_from_file_location(title, PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_parts_are_the_closure_without_what_a_variant_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    components = _load("components", monkeypatch)
    names = {d.metadata["Name"].lower().replace("_", "-") for d in components.closure(components.TORCH_ONLY)}
    assert {"numpy", "onnxruntime", "openslide-bin", "pyside6-essentials", "shiboken6"} <= names
    assert not {"torch", "torchvision", "sympy", "pytest", "scikit-learn", "wbc-desktop"} & names
    assert all(components.licence_of(d) != "" for d in components.closure(components.TORCH_ONLY))


def test_every_part_has_a_licence_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    licences = _load("licences", monkeypatch)
    licences.collect_licences(tmp_path, ROOT, frozenset({"torch", "torchvision"}))
    texts = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert {"LGPL-3.0.txt", "GPL-3.0.txt", "LGPL-2.1.txt", "Qt-third-parties.txt"} <= texts
    assert {"wbc-desktop/LICENSE", "wbc-desktop/NOTICE"} <= texts
    assert any(t.startswith("openslide-bin/") for t in texts)
    overview = (tmp_path / "OVERVIEW.txt").read_text(encoding="utf-8")
    assert "LGPL" in overview
    named = {text for part in licences.TEXT_OF.values() for text in part.split(", ")}
    assert named <= texts


def test_a_part_without_a_licence_text_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    licences = _load("licences", monkeypatch)
    monkeypatch.setattr(licences, "TEXT_OF", {})
    with pytest.raises(LookupError, match="brings no licence text"):
        licences.collect_licences(tmp_path, ROOT, frozenset({"torch", "torchvision"}))


def test_list_of_parts_is_cyclonedx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sbom = _load("sbom", monkeypatch)
    carried = tmp_path / "frozen"
    carried.mkdir()
    (carried / "libthing.so.1").write_bytes(b"x")
    parts = _load("system_parts", monkeypatch)
    system = [parts.SystemPart("libthing1", "1:2.3+b1", ("libthing.so.1",), tmp_path)]
    model = tmp_path / "models" / "m"
    model.mkdir(parents=True)
    (model / "manifest.json").write_text(json.dumps({"id": "m", "version": "1.0.0", "sha256": "0" * 64}))
    sbom.write_sbom(
        tmp_path / "s.json",
        without=frozenset({"torch", "torchvision"}),
        models=tmp_path / "models",
        carried=carried,
        system=system,
    )
    document = json.loads((tmp_path / "s.json").read_text())
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    kinds = [c["type"] for c in document["components"]]
    assert kinds.count("machine-learning-model") == 1
    assert kinds.count("file") == 1
    assert "pkg:deb/debian/libthing1@1%3A2.3%2Bb1" in {c.get("purl") for c in document["components"]}
    references = [c["bom-ref"] for c in document["components"]]
    assert len(references) == len(set(references))


def test_smoke_test_sees_another_label_and_another_probability(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))
    from smoke.trial import Failed, compare

    row = {"file": "a", "cell": "1", "label": "monocyte", "best_class": "monocyte", "p_monocyte": "0.9000"}
    assert "1 cells as from source" in compare([row], [row | {"p_monocyte": "0.9005"}])
    with pytest.raises(Failed, match="label"):
        compare([row], [row | {"label": "basophil"}])
    with pytest.raises(Failed, match="differ"):
        compare([row], [row | {"p_monocyte": "0.9100"}])
    with pytest.raises(Failed, match="from source 2"):
        compare([row], [row, row])


@pytest.mark.parametrize(
    ("target", "source", "carried"),
    [
        ("libX11.so.6", "/usr/lib/x86_64-linux-gnu/libX11.so.6", False),
        ("libstdc++.so.6", "/lib/x86_64-linux-gnu/libstdc++.so.6", False),
        ("libxcb-cursor.so.0", "/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0", True),
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", True),
        ("libQt6Core.so.6", "/venv/PySide6/Qt/lib/libQt6Core.so.6", True),
        ("libQt6Qml.so.6", "/venv/PySide6/Qt/lib/libQt6Qml.so.6", False),
        ("scipy.libs\\libscipy_openblas-1f.dll", "C:\\venv\\scipy.libs\\libscipy_openblas-1f.dll", False),
        ("libscipy_openblas64_-2a.so", "/venv/numpy.libs/libscipy_openblas64_-2a.so", True),
        ("PySide6/Qt/translations/qtbase_de.qm", "/venv/PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", "/venv/PySide6/Qt/translations/qtbase_fr.qm", False),
        ("lib-dynload/_json.so", "/usr/lib/python3.11/lib-dynload/_json.so", True),
    ],
)
def test_what_is_carried(target: str, source: str, carried: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _load("carried", monkeypatch).wanted(target, source, "linux") is carried


def test_qt_speaks_the_windows_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    from wbc_desktop.app.translations import LANGUAGES

    texts = _load("carried", monkeypatch).QT_TEXTS
    assert {f"qtbase_{language}.qm" for language in LANGUAGES} <= set(texts)


def test_the_program_uses_only_what_is_carried_of_scipy() -> None:
    """Another part would work from source and fail in the installed program."""
    used = set()
    for file in sorted((ROOT / "wbc_desktop").rglob("*.py")):
        for line in re.findall(r"^\s*(?:from|import) (scipy\b.*)$", file.read_text(encoding="utf-8"), re.M):
            part, _, names = line.partition(" import ")
            used |= {part} if "." in part else {f"scipy.{n.split()[0]}" for n in names.split(",")}
    assert used == {"scipy.ndimage", "scipy.fft"}


def test_what_stands_in_for_scipy_special_is_enough_for_ndimage_and_fft() -> None:
    """In a process of its own: SciPy's other parts are hidden as in the frozen program."""
    program = f"""
import sys
sys.path.insert(0, {str(PACKAGING)!r})
exec(open({str(PACKAGING / "hooks" / "scipy_special.py")!r}).read())
from carried import SCIPY_PARTS
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("scipy.") and name.split(".")[1] in SCIPY_PARTS:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden())
import numpy as np
from scipy import fft, ndimage
labels, count = ndimage.label(ndimage.gaussian_filter(np.eye(9), 1) > 0.1)
assert count == 1 and abs(fft.irfft2(fft.rfft2(np.eye(8))) - np.eye(8)).max() < 1e-9
try:
    sys.modules["scipy.special"].gamma(1.0)
except NotImplementedError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "scipy.special.gamma is not part" in done.stdout


def test_the_package_asks_for_the_c_library_that_its_files_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = _load("linux/package", monkeypatch)
    (tmp_path / "a.so").write_bytes(b"\0GLIBC_2.17\0GLIBC_2.9\0")
    (tmp_path / "b.so.1").write_bytes(b"\0GLIBC_2.34\0GLIBC_PRIVATE\0")
    (tmp_path / "text.md").write_bytes(b"GLIBC_2.99")
    assert package.libc_needed(tmp_path) == "2.34"


def test_pinned_versions_agree() -> None:
    def pins(path: Path) -> dict[str, str]:
        found = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s\\]+)", path.read_text(encoding="utf-8"), re.M)
        return {name.lower().replace("_", "-"): version for name, version in found}

    tested, built = pins(ROOT / "requirements.lock"), pins(PACKAGING / "requirements.lock")
    differing = {n: (tested[n], v) for n, v in built.items() if n in tested and tested[n] != v}
    assert differing == {}
    blocks = re.split(r"^(?=\S)", (PACKAGING / "requirements.lock").read_text(encoding="utf-8"), flags=re.M)
    assert [b for b in blocks if "==" in b and "--hash=sha256:" not in b and not b.startswith("#")] == []
    assert f"torch=={built['torch']}" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_files_of_other_systems_are_well_formed() -> None:
    entitlements = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert entitlements["com.apple.security.cs.disable-library-validation"] is True
    script = (PACKAGING / "windows" / "wbc-desktop.iss").read_text(encoding="utf-8")
    sections = re.findall(r"^\[(\w+)\]", script, re.M)
    assert len(sections) == len(set(sections))
    assert {"Setup", "Files", "Icons", "Registry", "UninstallDelete"} <= set(sections)
    assert "wbc-desktop\\" not in script.split("[UninstallDelete]")[1].split("[Code]")[0].replace(
        "{app}\\", ""
    )


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("strip") is None, reason="needs Linux and strip")
def test_a_library_that_would_not_load_when_stripped_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    symbols = _load("strip_symbols", monkeypatch)
    import _json

    path = tmp_path / "lib.so"
    shutil.copy(_json.__file__, path)
    whole = path.read_bytes()
    assert symbols.is_loadable(whole)
    (table,) = struct.unpack_from("<Q", whole, 0x20)
    moved = bytearray(whole)
    for number in range(struct.unpack_from("<H", whole, 0x38)[0]):
        if struct.unpack_from("<I", whole, table + number * 56)[0] == 1:
            struct.pack_into("<Q", moved, table + number * 56 + 8, 0x123)  # as patched wheels' libraries get
    assert not symbols.is_loadable(bytes(moved))

    monkeypatch.setattr(symbols, "is_loadable", lambda elf: False)
    assert symbols.strip_symbols(tmp_path) == 0
    assert path.read_bytes() == whole
    monkeypatch.undo()
    assert symbols.strip_symbols(tmp_path) == len(whole) - path.stat().st_size
    assert symbols.is_loadable(path.read_bytes())
