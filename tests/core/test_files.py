"""A file is written whole or not at all; a fault is told in words."""

import errno
import os
from pathlib import Path

import pytest

from wbc_desktop.core import files
from wbc_desktop.core.errors import OutputFault, WbcError
from wbc_desktop.core.files import write_whole


def test_it_replaces_and_makes_folders(tmp_path):
    path = tmp_path / "a" / "b" / "x.json"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["x.json"]


def test_it_is_on_the_disk_before_it_takes_its_name(tmp_path, monkeypatch):
    done = []
    real = Path.replace
    monkeypatch.setattr(files.os, "fsync", lambda handle: done.append(os.fstat(handle).st_size))
    monkeypatch.setattr(Path, "replace", lambda self, other: (done.append(self), real(self, other))[1])
    write_whole(tmp_path / "x.json", b"12345")
    assert done[0] == 5
    assert done[1].parent == tmp_path
    assert done[1].name.startswith(".x.json.")


@pytest.mark.parametrize(
    ("error", "reason"),
    [(OSError(errno.ENOSPC, "full"), os.strerror(errno.ENOSPC)), (OSError("gone"), "gone")],
)
def test_a_fault_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, error, reason):
    path = tmp_path / "x.json"
    path.write_bytes(b"old")

    def refuse(_handle):
        raise error

    monkeypatch.setattr(files.os, "fsync", refuse)
    with pytest.raises(OutputFault) as caught:
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.json"]
    assert caught.value.message == f"The file cannot be written ({reason})."
    assert caught.value.advice.startswith("Free some space, close the file")
    assert (caught.value.file, caught.value.detail) == (str(path), str(error))
    assert caught.value.__cause__ is error


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputFault, match="cannot be written"):
        write_whole(tmp_path / "file" / "x", b"")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (WbcError("It broke."), "It broke."),
        (WbcError("It broke.", "Mend it."), "It broke. Mend it."),
        (WbcError("It broke.", file=Path("a.png")), "a.png: It broke."),
        (WbcError("It broke.", "Mend it.", file="a.png", detail="x"), "a.png: It broke. Mend it."),
    ],
)
def test_an_error_reads_as_sentences(error, text):
    assert str(error) == text
    assert error.args == ("It broke.",)
    assert (error.advice == "") == ("Mend" not in text)
    assert (error.file is None) == ("a.png" not in text)
    assert error.detail in ("", "x")
