"""A model folder from elsewhere: it runs no code, and what does not fit is refused in words."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.models import manifest as rules
from wbc_desktop.models import registry
from wbc_desktop.models.networks.finder import CellFinder, slim_finder
from wbc_desktop.models.registry import find_model, list_models, load_network

ABOUT = {"id": "m", "version": "1.0.0", "kind": "finder", "architecture": "cellfinder", "input_size": 64}


def write(folder: Path, state: dict[str, torch.Tensor] | None = None, **about: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / "weights.safetensors"
    save_file(CellFinder(5).state_dict() if state is None else state, weights)
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps({**ABOUT, "sha256": digest, **about}))
    return folder


def refused(folder: Path) -> str:
    with pytest.raises(ModelRefused) as caught:
        load_network(find_model(folder))
    assert caught.value.message.endswith(".")
    return caught.value.message


def test_a_whole_folder_is_loaded(tmp_path: Path) -> None:
    assert load_network(find_model(write(tmp_path / "m"))) is not None


def test_the_manifest_tells_a_slim_finder_from_a_full_one(tmp_path: Path) -> None:
    slim = slim_finder(5).state_dict()
    network = load_network(find_model(write(tmp_path / "s", slim, architecture="cellfinder-slim")))
    assert sum(p.numel() for p in network.parameters()) < 0.75 * sum(
        p.numel() for p in CellFinder(5).parameters()
    )
    outputs = network(torch.zeros(1, 3, 64, 96))
    assert [o.shape for o in outputs] == [(1, c, 32, 48) for c in (5, 1, 2, 1)]
    assert "do not fit" in refused(write(tmp_path / "wrong", slim))


@pytest.mark.parametrize(
    "name",
    ["../weights.safetensors", "/x.safetensors", "a/b.safetensors", "..\\x.safetensors", "C:x.safetensors",
     "weights.pt", "weights.safetensors/..", "", ".."],
)  # fmt: skip
def test_weights_outside_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    assert "weights" in refused(write(tmp_path / "m", weights=name))


def test_a_link_in_place_of_the_weights_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "m")
    (folder / "weights.safetensors").rename(tmp_path / "elsewhere.safetensors")
    try:
        (folder / "weights.safetensors").symlink_to(tmp_path / "elsewhere.safetensors")
    except OSError:
        pytest.skip("no links for this user")
    assert "is a link" in refused(folder)


def test_a_folder_in_place_of_the_weights_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "m")
    (folder / "weights.safetensors").unlink()
    assert "missing" in refused(folder)
    (folder / "weights.safetensors").mkdir()
    assert "missing" in refused(folder)


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "m")
    data = bytearray((folder / "weights.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "weights.safetensors").write_bytes(data)
    assert "do not match" in refused(folder)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_values_that_are_no_numbers_are_refused(tmp_path: Path, value: float) -> None:
    state = CellFinder(5).state_dict()
    name = next(k for k, v in state.items() if v.is_floating_point())
    state[name].view(-1)[0] = value
    assert name in refused(write(tmp_path / "m", state))


def _longer(state: dict[str, torch.Tensor]) -> None:
    name = next(k for k, v in state.items() if v.ndim == 4)
    state[name] = torch.zeros(*state[name].shape[:3], 9)


def _missing(state: dict[str, torch.Tensor]) -> None:
    del state[next(iter(state))]


def _more(state: dict[str, torch.Tensor]) -> None:
    state["os.system"] = torch.zeros(3)


@pytest.mark.parametrize("change", [_longer, _missing, _more])
def test_weights_of_another_shape_are_refused(
    tmp_path: Path, change: Callable[[dict[str, torch.Tensor]], None]
) -> None:
    state = CellFinder(5).state_dict()
    change(state)
    assert "do not fit" in refused(write(tmp_path / "m", state))


class _Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (Path.touch, (Path("/tmp/wbc-model-ran-code"),))  # type: ignore[return-value]


def test_a_pickle_is_never_run(tmp_path: Path) -> None:
    ran = Path("/tmp/wbc-model-ran-code")
    ran.unlink(missing_ok=True)
    folder = write(tmp_path / "m")
    weights = folder / "weights.safetensors"
    weights.write_bytes(pickle.dumps(_Bomb()))
    about = {**ABOUT, "sha256": hashlib.sha256(weights.read_bytes()).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(about))
    assert "do not fit" in refused(folder)
    assert not ran.exists()


@pytest.mark.parametrize(
    "about",
    [
        {"normalisation": {"std": [0.0, 0.2, 0.2]}},
        {"calibration": {"temperature": 0}},
        {"input_size": 100_000},
        {"id": "../m"},
        {"architecture": "os.system"},
        {"schema_version": 2},
        {"surprise": 1},
        {"sha256": "0"},
    ],
)
def test_a_manifest_that_cannot_be_right_is_refused(tmp_path: Path, about: dict[str, object]) -> None:
    assert next(iter(about)) in refused(write(tmp_path / "m", **about))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 5000, '{"id": NaN}'])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    folder = write(tmp_path / "m")
    (folder / "manifest.json").write_text(text)
    refused(folder)
    assert list_models(tmp_path) == []


def test_sizes_beyond_the_limits_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "m")
    monkeypatch.setattr(registry, "MAX_WEIGHT_BYTES", 1000)
    assert "too large" in refused(folder)
    monkeypatch.setattr(rules, "MAX_MANIFEST_BYTES", 10)
    assert "too large" in refused(folder)
