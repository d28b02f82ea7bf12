"""The installers: parts, licences, the list of parts, and what the smoke test takes for a fault."""

from __future__ import annotations

import importlib.util
import json
import plistlib
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def _load(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    spec = importlib.util.spec_from_file_location(f"wbc_packaging_{name}", PACKAGING / f"{name}.py")
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
    lacking = licences.collect_licences(tmp_path, ROOT, frozenset({"torch", "torchvision"}))
    assert set(lacking) <= {
        "PySide6_Essentials",
        "shiboken6",
        "flatbuffers",
    }  # their texts lie in packaging/licences
    texts = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert {
        "LGPL-3.0.txt",
        "GPL-3.0.txt",
        "LGPL-2.1.txt",
        "wbc-desktop/LICENSE",
        "wbc-desktop/NOTICE",
    } <= texts
    assert any(t.startswith("openslide-bin/") for t in texts)
    assert "LGPL" in (tmp_path / "OVERVIEW.txt").read_text(encoding="utf-8")


def test_list_of_parts_is_cyclonedx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sbom = _load("sbom", monkeypatch)
    carried = tmp_path / "frozen"
    carried.mkdir()
    (carried / "libthing.so.1").write_bytes(b"x")
    model = tmp_path / "models" / "m"
    model.mkdir(parents=True)
    (model / "manifest.json").write_text(json.dumps({"id": "m", "version": "1.0.0", "sha256": "0" * 64}))
    sbom.write_sbom(
        tmp_path / "s.json",
        without=frozenset({"torch", "torchvision"}),
        models=tmp_path / "models",
        carried=carried,
    )
    document = json.loads((tmp_path / "s.json").read_text())
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    kinds = [c["type"] for c in document["components"]]
    assert kinds.count("machine-learning-model") == 1
    assert kinds.count("file") == 1
    references = [c["bom-ref"] for c in document["components"]]
    assert len(references) == len(set(references))


def test_smoke_test_sees_another_label_and_another_probability(monkeypatch: pytest.MonkeyPatch) -> None:
    smoke = _load("smoke_test", monkeypatch)
    row = {"file": "a", "cell": "1", "label": "monocyte", "best_class": "monocyte", "p_monocyte": "0.9000"}
    assert "1 cells as from source" in smoke._compare([row], [row | {"p_monocyte": "0.9005"}])
    with pytest.raises(smoke.Failed, match="label"):
        smoke._compare([row], [row | {"label": "basophil"}])
    with pytest.raises(smoke.Failed, match="differ"):
        smoke._compare([row], [row | {"p_monocyte": "0.9100"}])
    with pytest.raises(smoke.Failed, match="from source 2"):
        smoke._compare([row], [row, row])


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
