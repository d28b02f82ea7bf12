"""Cutting large fields of tissue into regions of interest (ROIs)."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image, UnidentifiedImageError

from training.data.items import ImageSet, Item
from wbc_desktop.core.errors import UnreadableImage

LARGE = 2
"""A field is cut where both its sides are at least this many times the ROI's side."""


def rois(images: ImageSet, side: int, step: int) -> ImageSet:
    """Replace every large field by its overlapping ROIs; smaller images stay whole.

    All ROIs of a field keep the field's group, so that no two splits share tissue.

    Args:
        images: The set.
        side: Side of a square ROI in pixels.
        step: Distance between neighbouring ROIs in pixels.

    Raises:
        UnreadableImage: A field cannot be opened.
    """
    items: list[Item] = []
    cut = 0
    for item in images.items:
        try:
            with Image.open(item.file) as opened:
                width, height = opened.size
        except (OSError, UnidentifiedImageError) as error:
            raise UnreadableImage("This field cannot be read.", file=item.file, detail=str(error)) from error
        if min(width, height) < LARGE * side:
            items.append(item)
            continue
        cut += 1
        group = item.group or item.file.stem
        items += [
            replace(item, box=(x, y, side, side), group=group)
            for y in range(0, height - side + 1, step)
            for x in range(0, width - side + 1, step)
        ]
    if not cut:
        return images
    note = (
        f"{cut} fields were cut into {len(items)} ROIs of {side} px, one every {step} px; they overlap, "
        "and all ROIs of a field are in one split."
    )
    return images.with_items(items, note)
