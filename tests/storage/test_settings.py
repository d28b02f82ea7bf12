"""Settings and folders."""

import json

import pytest

from wbc_desktop.core.errors import CaseFault, OutputFault, WrongUse
from wbc_desktop.core.files import write_whole
from wbc_desktop.storage.paths import HOME_VARIABLE, find_paths
from wbc_desktop.storage.settings import Settings, load_settings, save_settings


def test_settings_return_as_they_were(tmp_path):
    path = tmp_path / "deep" / "settings.json"
    settings = Settings()
    settings.laboratory.user = "Zoë"
    settings.count.interval = "exact"
    settings.window.more = {"gallery": {"size": 96}}
    save_settings(settings, path)
    assert load_settings(path) == (settings, "")
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


def test_without_a_file_the_presets_hold(tmp_path):
    settings, warning = load_settings(tmp_path / "settings.json")
    assert warning == ""
    assert settings.laboratory.patient_fields is False
    assert settings.laboratory.reference_set == ""
    assert settings.user


@pytest.mark.parametrize("text", ["{", "[]", '{"count": {"target": 0}}', '{"version": "x"}', "\ufeff\x00"])
def test_a_damaged_file_is_kept_aside_and_named(tmp_path, text):
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    settings, warning = load_settings(path)
    assert settings == Settings()
    (aside,) = tmp_path.glob("settings-damaged-*.json")
    assert aside.read_text(encoding="utf-8") == text
    assert aside.name in warning


def test_bytes_that_are_no_text_are_kept_aside(tmp_path):
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xff\xfe\x81")
    assert "damaged" in load_settings(path)[1]


def test_newer_settings_are_refused_and_left(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": 9}))
    with pytest.raises(CaseFault, match="newer version"):
        load_settings(path)
    assert path.exists()


def test_an_unknown_field_of_a_later_patch_does_no_harm(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": 1, "count": {"target": 200, "novelty": 1}}))
    assert load_settings(path)[0].count.target == 200


def test_a_wrong_value_is_refused_when_it_is_set():
    with pytest.raises(ValueError, match="target"):
        Settings().count.target = -1


def test_a_fault_in_writing_keeps_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    path.write_text("old")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OutputFault, match="cannot be written"):
        write_whole(path, b"new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_folders_follow_argument_then_variable_then_platform(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "env"))
    assert find_paths(tmp_path / "arg").database == tmp_path / "arg" / "cases.sqlite3"
    paths = find_paths().make()
    assert paths.settings == tmp_path / "env" / "settings.json"
    assert paths.logs.is_dir()
    monkeypatch.delenv(HOME_VARIABLE)
    assert "wbc-desktop" in str(find_paths().data)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(WrongUse, match="cannot be created"):
        find_paths(tmp_path / "file" / "deep").make()
