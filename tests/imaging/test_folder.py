"""Which files become which samples, in which order, under which names."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from wbc_desktop.core.errors import UnreadableImage, WrongUse
from wbc_desktop.imaging.folder import JOURNAL_FOLDER, collect_samples
from wbc_desktop.imaging.open import open_source


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_natural_order(tmp_path: Path) -> None:
    touch(tmp_path / "smear", "img10.jpg", "img2.jpg", "IMG1.JPG", "img2b.png")
    (sample,) = collect_samples([tmp_path / "smear"])
    assert sample.name == "smear"
    assert sample.images == ("IMG1.JPG", "img2.jpg", "img2b.png", "img10.jpg")
    assert sample.path("img2.jpg") == tmp_path / "smear" / "img2.jpg"


def test_each_folder_that_holds_images_directly_is_a_sample(tmp_path: Path) -> None:
    root = touch(tmp_path / "day", "1.jpg", "S-10/a.jpg", "S-2/a.jpg", "S-2/deep/b.jpg", "empty/notes.txt")
    samples = collect_samples([root])
    assert [(s.name, s.images) for s in samples] == [
        ("day", ("1.jpg",)),
        ("S-2", ("S-2/a.jpg",)),
        ("S-2/deep", ("S-2/deep/b.jpg",)),
        ("S-10", ("S-10/a.jpg",)),
    ]
    assert {s.root for s in samples} == {root}


def test_a_slide_is_a_sample_of_its_own(tmp_path: Path) -> None:
    root = touch(tmp_path / "r", "a.svs", "b.ndpi", "field 1.jpg", "field 2.jpg")
    assert [s.name for s in collect_samples([root])] == ["a.svs", "b.ndpi", "r"]


def test_every_file_a_sample(tmp_path: Path) -> None:
    root = touch(tmp_path / "r", "x/1.jpg", "x/2.jpg")
    samples = collect_samples([root], "file")
    assert [(s.name, s.images) for s in samples] == [("x/1.jpg", ("x/1.jpg",)), ("x/2.jpg", ("x/2.jpg",))]


def test_hidden_files_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    touch(
        tmp_path, ".hidden.jpg", "._a.jpg", ".git/a.jpg", "__MACOSX/a.jpg", "Thumbs.db", "labels.csv", "a.jpg"
    )
    (sample,) = collect_samples([tmp_path])
    assert sample.images == ("a.jpg",)


def test_a_named_file_is_always_taken(tmp_path: Path) -> None:
    touch(tmp_path, ".hidden.jpg", "no suffix")
    (sample,) = collect_samples([tmp_path / ".hidden.jpg", tmp_path / "no suffix"])
    assert set(sample.images) == {".hidden.jpg", "no suffix"}


def test_unicode_and_spaces(tmp_path: Path) -> None:
    touch(tmp_path / "Ausstrich Müller 血液", "Bild (1).jpg", "é.png", "🔬.tif")
    (sample,) = collect_samples([tmp_path])
    assert sample.name == "Ausstrich Müller 血液"
    assert len(sample.images) == 3


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode there")
def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/bad\xff.jpg", "wb"):  # noqa: PTH123
        pass
    (sample,) = collect_samples([tmp_path])
    assert sample.path(sample.images[0]).exists()


def test_our_own_results_are_never_input(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "out/masks/a.png", f"old/{JOURNAL_FOLDER}/run.json", "old/masks/a.png")
    (sample,) = collect_samples([tmp_path], exclude=tmp_path / "out")
    assert sample.images == ("a.jpg",)


def test_a_sample_that_was_counted_into_itself_is_not_lost(tmp_path: Path) -> None:
    touch(tmp_path, "S-1/a.jpg", "S-1/masks/a.png", f"S-1/{JOURNAL_FOLDER}/run.json", "S-2/b.jpg")
    for exclude in (None, tmp_path / "out", tmp_path / "S-1"):
        samples = collect_samples([tmp_path], exclude=exclude)
        assert [i for s in samples for i in s.images] == ["S-1/a.jpg", "S-2/b.jpg"]


def test_results_in_the_folder_of_the_images(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "masks/a.png", f"{JOURNAL_FOLDER}/run.json")
    for exclude in (tmp_path, None):
        (sample,) = collect_samples([tmp_path], exclude=exclude)
        assert sample.images == ("a.jpg",)


def test_names_of_samples_are_unique(tmp_path: Path) -> None:
    touch(tmp_path, "mon/S-1/a.jpg", "tue/S-1/a.jpg")
    names = [s.name for s in collect_samples([tmp_path / "mon", tmp_path / "tue"])]
    assert names == ["mon/S-1", "tue/S-1"]
    touch(tmp_path, "x/in/a.jpg", "y/in/a.jpg")
    names = [s.name for s in collect_samples([tmp_path / "x/in", tmp_path / "y/in"])]
    assert len(set(names)) == 2


def test_the_same_file_counts_once(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "b.jpg")
    samples = collect_samples([tmp_path, tmp_path / "a.jpg", tmp_path])
    assert sum(len(s.images) for s in samples) == 2


def test_links_to_folders_are_followed_once(tmp_path: Path) -> None:
    touch(tmp_path / "r", "a/1.jpg")
    try:
        (tmp_path / "r" / "a" / "loop").symlink_to(tmp_path / "r", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert [s.images for s in collect_samples([tmp_path / "r"])] == [("a/1.jpg",)]


def test_a_link_to_itself_and_one_to_nothing_stand_in_the_list(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "below/b.jpg")
    try:
        for name, target in (("loop", "loop"), ("c.png", "c.png"), ("d.png", "gone.png")):
            (tmp_path / name).symlink_to(target)
    except OSError:
        pytest.skip("this system makes no links")
    images = [i for s in collect_samples([tmp_path]) for i in s.images]
    assert set(images) == {"a.jpg", "below/b.jpg", "loop", "c.png", "d.png"}
    for name in ("loop", "c.png", "d.png"):
        with pytest.raises(UnreadableImage) as fault:
            open_source(tmp_path / name)
        assert fault.value.message.endswith(".")


def test_a_folder_on_a_share_that_is_gone_stands_in_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "a.jpg", "share/b.jpg")
    scan = os.scandir

    class Gone:
        """A link into the share, as the system answers once the share is unplugged."""

        name = "share"

        def is_dir(self) -> bool:
            raise OSError(errno.EHOSTDOWN, "Host is down")

    monkeypatch.setattr(os, "scandir", lambda f: [Gone() if e.name == "share" else e for e in scan(f)])
    assert [s.images for s in collect_samples([tmp_path])] == [("a.jpg", "share")]


def test_a_path_that_cannot_be_reached_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(self: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "exists", shut)
    with pytest.raises(UnreadableImage, match="may not be read"):
        collect_samples([tmp_path])


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_stands_in_the_list(tmp_path: Path) -> None:
    touch(tmp_path, "open/a.jpg", "shut/a.jpg")
    (tmp_path / "shut").chmod(0)
    images = [i for s in collect_samples([tmp_path]) for i in s.images]
    (tmp_path / "shut").chmod(0o700)
    assert set(images) == {"open/a.jpg", "shut"}


def test_a_shut_folder_stands_in_the_list_for_root_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's answers to an ordinary user, since tests often run as root."""
    touch(tmp_path, "open/a.jpg", "shut/b.jpg")
    shut, is_dir, scan = tmp_path / "shut", Path.is_dir, os.scandir

    def refuse(path: object) -> None:
        if Path(str(path)) != tmp_path and Path(str(path)).is_relative_to(shut):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    def asked(self: Path) -> bool:
        if self != shut:
            refuse(self)
        return is_dir(self)

    def listed(folder: object) -> object:
        refuse(folder)
        return scan(folder)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "is_dir", asked)
    monkeypatch.setattr(os, "scandir", listed)
    images = [i for s in collect_samples([tmp_path]) for i in s.images]
    assert set(images) == {"open/a.jpg", "shut"}


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="gone"):
        collect_samples([tmp_path / "gone"])
    with pytest.raises(WrongUse, match="patient"):
        collect_samples([tmp_path], "patient")
    assert collect_samples([tmp_path]) == []
