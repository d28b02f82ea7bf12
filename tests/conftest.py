"""Shared by all tests; this folder is on the import path, so that ``made_cases`` can be imported."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# A loaded machine is slow now and then; a property is not false for that.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, cases and logs of each test in a folder of its own, never in the person's."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("WBC_HOME", str(home / "wbc"))
    for name in ("WBC_MAX_MEGAPIXELS", "WBC_PRECISION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(
        "WBC_ENGINE", "torch"
    )  # no answer may depend on which engine was measured to be fastest
    return home


@pytest.fixture
def colour_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program counts coloured squares (``made_fields``) instead of loading real models."""
    from made_fields import ColourCounter, no_advice

    monkeypatch.setattr("wbc_desktop.inference.pipeline.image_warnings", no_advice)
    monkeypatch.setattr("wbc_desktop.inference.counter.load_counter", ColourCounter.load_counter)
    monkeypatch.setattr("wbc_desktop.inference.counter.choose_models", ColourCounter.choose_models)
