"""Readers of the layouts in which people keep labelled images: the study's, class folders, label CSVs."""

from __future__ import annotations

import csv
from pathlib import Path

from training.data.items import SPLITS, ImageSet, Item, images_in
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import WrongUse

WBC_CLASSES = FIVE_IDS
CAM16_CLASSES = ("normal", "tumor")

ALIASES = {
    "tumour": "tumor",
    "neutrophils": "neutrophil",
    "eosinophils": "eosinophil",
    "basophils": "basophil",
    "lymphocytes": "lymphocyte",
    "monocytes": "monocyte",
}
"""Other spellings of class names in folders and tables."""

SPLIT_ALIASES = {"training": "train", "validation": "val", "valid": "val", "testing": "test"}


def read_labelled(
    path: Path,
    classes: tuple[str, ...],
    *,
    name: str = "",
    images: Path | None = None,
    masks: Path | None = None,
    split: str = "",
) -> ImageSet:
    """Read a labelled set in whatever of the known layouts it is in.

    Args:
        path: A label CSV, or a folder: the study's layout (``{train,val,test}/data/<Class>``
            with ``mask/`` beside ``data/``), ``{train,val,test}/<class>``, or ``<class>``.
        classes: The classes wanted; images of other classes in a CSV are left out.
        name: Name of the set; default: the folder's.
        images: Folder that the CSV's file names start from; default: the CSV's.
        masks: Folder of masks, with the images' relative path or bare name; any image suffix.
        split: Put all images into this split.

    Raises:
        WrongUse: The folder or table is missing, or holds no image of a class.
    """
    if not path.exists():
        raise WrongUse(
            "This data set is missing.",
            "Give the folder by the command's option, or set WBC_DATA to the data folder.",
            file=path,
        )
    if path.is_file():
        items = _from_csv(path, classes, images or path.parent)
    else:
        items = _from_folders(path, classes)
    if not items:
        raise WrongUse(f"There is no image of the classes {', '.join(classes)}.", _LAYOUT_ADVICE, file=path)
    if split:
        items = [_replaced(item, split=split) for item in items]
    if masks is not None:
        items = _with_masks(items, images or (path if path.is_dir() else path.parent), masks)
    return ImageSet(name or (path.parent if path.is_file() else path).name, classes, tuple(items))


_LAYOUT_ADVICE = (
    "Known layouts: {train,val,test}/data/<Class>/, {train,val,test}/<class>/, <class>/, "
    "or a CSV with the columns file,label,split."
)


def read_unlabelled(folder: Path, name: str = "") -> ImageSet:
    """Read a folder of images without labels (``pRCC_nolabel``).

    Raises:
        WrongUse: It is missing or holds no image.
    """
    if not folder.is_dir():
        raise WrongUse("This folder of images is missing.", file=folder)
    files = images_in(folder)
    if not files:
        raise WrongUse("This folder holds no image.", file=folder)
    items = tuple(Item(file, group=file.stem) for file in files)
    return ImageSet(name or folder.name, (), items)


def class_index(text: str, classes: tuple[str, ...]) -> int | None:
    """The index of a class by its written name, or None: any case, with known spellings."""
    word = text.strip().lower().replace(" ", "_")
    word = ALIASES.get(word, word)
    return classes.index(word) if word in classes else None


def _from_csv(table: Path, classes: tuple[str, ...], root: Path) -> list[Item]:
    items = []
    try:
        with table.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            missing = {"file", "label"} - set(reader.fieldnames or ())
            if missing:
                raise WrongUse(
                    f"The label table lacks the column {', '.join(sorted(missing))}.",
                    "Its first row must be: file,label or file,label,split.",
                    file=table,
                )
            for row in reader:
                label = class_index(row["label"] or "", classes)
                if label is None:
                    continue
                mask = row.get("mask") or ""
                items.append(
                    Item(
                        root / row["file"],
                        label,
                        _split_name(row.get("split") or "", table, reader.line_num),
                        root / mask if mask else None,
                    )
                )
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongUse("The label table is no UTF-8 CSV.", file=table, detail=str(error)) from error
    return items


def _split_name(text: str, table: Path, line: int) -> str:
    word = text.strip().lower()
    word = SPLIT_ALIASES.get(word, word)
    if word and word not in SPLITS:
        raise WrongUse(
            f"Line {line} names the split “{text}”.", f"Splits are {', '.join(SPLITS)}.", file=table
        )
    return word


def _from_folders(root: Path, classes: tuple[str, ...]) -> list[Item]:
    splits = {p.name: p for p in sorted(root.iterdir()) if p.is_dir() and _known_split(p.name)}
    if not splits:
        return _class_folders(root, classes, "", None)
    items: list[Item] = []
    for name, folder in splits.items():
        data = folder / "data"
        mask = folder / "mask"
        items += _class_folders(
            data if data.is_dir() else folder,
            classes,
            SPLIT_ALIASES.get(name.lower(), name.lower()),
            mask if mask.is_dir() else None,
        )
    return items


def _known_split(name: str) -> bool:
    return SPLIT_ALIASES.get(name.lower(), name.lower()) in SPLITS


def _class_folders(root: Path, classes: tuple[str, ...], split: str, masks: Path | None) -> list[Item]:
    index = _mask_index(masks) if masks is not None else {}
    items: list[Item] = []
    for folder in sorted(p for p in root.iterdir() if p.is_dir()):
        label = class_index(folder.name, classes)
        if label is None:
            continue
        files = images_in(folder)
        if not files:
            raise WrongUse(
                f"The class folder “{folder.name}” is empty.",
                "Fill it or take it away.",
                file=folder,
            )
        for file in files:
            mask = index.get(f"{folder.name}/{file.stem}".lower()) or index.get(file.stem.lower())
            items.append(Item(file, label, split, mask))
    return items


def _mask_index(masks: Path) -> dict[str, Path]:
    """Masks by lower-case ``folder/stem`` and ``stem``: the study keeps them flat or in class folders."""
    index: dict[str, Path] = {}
    for folder in (masks, *sorted(p for p in masks.rglob("*") if p.is_dir())):
        for file in images_in(folder):
            index.setdefault(file.stem.lower(), file)
            index[f"{folder.name}/{file.stem}".lower()] = file
    return index


def _with_masks(items: list[Item], root: Path, masks: Path) -> list[Item]:
    if not masks.is_dir():
        raise WrongUse("The folder of masks is missing.", file=masks)
    index = _mask_index(masks)
    found = []
    for item in items:
        folder = item.file.parent.name if item.file.parent != root else masks.name
        mask = index.get(f"{folder}/{item.file.stem}".lower()) or index.get(item.file.stem.lower())
        found.append(_replaced(item, mask=item.mask or mask))
    if all(item.mask is None for item in found):
        raise WrongUse(
            "This folder holds no mask of any image.",
            "A mask bears its image's name, with any image suffix.",
            file=masks,
        )
    return found


def _replaced(item: Item, *, split: str | None = None, mask: Path | None = None) -> Item:
    from dataclasses import replace

    return replace(
        item,
        split=item.split if split is None else split,
        mask=item.mask if mask is None else mask,
    )
