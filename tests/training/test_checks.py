from __future__ import annotations

import shutil

import numpy as np
import pytest
from PIL import Image

from training.data.checks import check, perceptual_hash, summary_table
from training.data.generated import cell_image
from training.data.images import decode
from training.data.items import ImageSet, Item
from training.data.layouts import WBC_CLASSES
from wbc_desktop.core.errors import WrongUse


@pytest.fixture
def cells(tmp_path):
    found = []
    for split, numbers in (("train", range(4)), ("test", range(10, 12))):
        for label, kind in enumerate(WBC_CLASSES):
            for number in numbers:
                path = tmp_path / split / f"{kind}_{number}.png"
                path.parent.mkdir(exist_ok=True)
                cell_image(kind, number)[0].save(path)
                found.append(Item(path, label, split))
    return ImageSet("cells", WBC_CLASSES, tuple(found))


def test_a_good_set_passes_whole(cells):
    found = check(cells)
    assert found.images == cells
    assert found.unreadable == found.exact == ()
    table = summary_table(cells).splitlines()
    assert table[1].split() == ["train", "4", "4", "4", "4", "4", "20", "0"]


def test_an_unreadable_file_is_left_out_and_named(cells, tmp_path):
    bad = cells.items[0].file
    bad.write_bytes(bad.read_bytes()[:60])
    many = cells.with_items(cells.items)
    for number in range(20):
        path = tmp_path / f"more_{number}.png"
        cell_image("neutrophil", 50 + number)[0].save(path)
        many = many.with_items([*many.items, Item(path, 0, "train")])
    found = check(many)
    assert found.unreadable == (str(bad),)
    assert len(found.images.items) == len(many.items) - 1


def test_a_set_full_of_unreadable_files_is_refused(cells):
    for item in cells.items[:5]:
        item.file.write_text("no image")
    with pytest.raises(WrongUse, match="5 of 30 files"):
        check(cells)


def test_a_training_image_that_is_also_a_test_image_is_left_out(cells):
    twin = cells.of("test")[0]
    copy = twin.file.parent.parent / "train" / "another_name.png"
    shutil.copyfile(twin.file, copy)
    found = check(cells.with_items([*cells.items, Item(copy, twin.label, "train")]))
    assert found.exact == ((str(copy), str(twin.file)),)
    assert copy not in {item.file for item in found.images.items}
    with pytest.raises(WrongUse, match="also in the test"):
        check(cells.with_items([*cells.items, Item(copy, twin.label, "train")]), duplicates="stop")


def test_a_near_duplicate_is_named_and_kept(cells):
    twin = cells.of("test")[0]
    copy = twin.file.parent.parent / "train" / "again.jpg"
    with Image.open(twin.file) as image:
        image.resize((64, 64)).save(copy, quality=80)
    found = check(cells.with_items([*cells.items, Item(copy, twin.label, "train")]))
    assert (str(copy), str(twin.file)) in found.near
    assert copy in {item.file for item in found.images.items}
    with pytest.raises(WrongUse, match=r"\d training images look like test"):
        check(cells.with_items([*cells.items, Item(copy, twin.label, "train")]), duplicates="stop")


def test_the_perceptual_hash_knows_an_image_again_and_tells_others_apart():
    first, second = cell_image("monocyte", 1)[0], cell_image("basophil", 2)[0]
    again = first.resize((200, 200))
    assert (perceptual_hash(first) ^ perceptual_hash(again)).bit_count() <= 4
    assert (perceptual_hash(first) ^ perceptual_hash(second)).bit_count() > 10


@pytest.mark.parametrize("split", ["train", "test"])
def test_a_missing_class_is_named(cells, split):
    few = cells.with_items(i for i in cells.items if not (i.split == split and i.label == 3))
    with pytest.raises(WrongUse, match=f"{split} part of cells lacks the class lymphocyte"):
        check(few)


def test_a_mask_of_another_size_is_refused_with_both_sizes(cells, tmp_path):
    from dataclasses import replace

    mask = tmp_path / "mask.png"
    Image.new("L", (20, 30), 255).save(mask)
    items = [replace(cells.items[0], mask=mask), *cells.items[1:]]
    with pytest.raises(WrongUse, match="20 x 30 pixels, its image 48 x 48"):
        check(cells.with_items(items))


def test_fingerprints_are_kept_and_a_changed_file_is_looked_at_again(cells, tmp_path):
    memory = tmp_path / "memory.json"
    check(cells, memory=memory)
    before = memory.read_text()
    check(cells, memory=memory)
    assert memory.read_text() == before
    cells.items[0].file.write_text("no image any more")
    assert check(cells, memory=memory).unreadable == (str(cells.items[0].file),)


def test_what_the_mask_leaves_out_becomes_black(tmp_path):
    image = tmp_path / "cell.png"
    Image.fromarray(np.full((40, 40, 3), 200, np.uint8)).save(image)
    mask = np.zeros((40, 40), np.uint8)
    mask[:, :20] = 128
    Image.fromarray(mask).save(tmp_path / "mask.png")
    pixels = decode(Item(image, 0, "train", tmp_path / "mask.png"), 40)
    assert (pixels[:, :20] == 200).all()
    assert (pixels[:, 20:] == 0).all()
    assert (decode(Item(image, 0, "train"), 40) == 200).all()
