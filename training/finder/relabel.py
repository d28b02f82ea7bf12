"""Masks for the next round from the network of the last one, kept within what the labels say."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from training.finder.engine import torch_run
from training.finder.pseudo import box_agreement, otsu, stain
from training.finder.samples import (
    ANY,
    BACKGROUND,
    CYTOPLASM,
    NOT_WHITE_CELL,
    NUCLEUS,
    PLATELET,
    RED_CELL,
    RED_CELL_ID,
    WHITE_CELL,
    Sample,
    ellipse,
)
from wbc_desktop.models.finding import Run, normalised
from wbc_desktop.models.instances import Maps, group, read_maps
from wbc_desktop.models.networks.finder import CellFinder

LOOK_DIAMETER = 60.0
"""White-cell diameter at which the network looks at a training image."""

FLIPS = ((1, 1), (-1, -1))
"""Views that are averaged: upright and turned by half."""

SURE = 0.9
CLEAR_STAIN = 0.6
AGREEING_BOX = 0.75


def relabel(sample: Sample, network: CellFinder) -> Sample:
    """The sample with labels narrowed by the network's own reading.

    Hand-made masks stay. A boxed cell takes the network's mask where that mask's box agrees
    with the labelled one. Elsewhere a label is only ever narrowed to what the network is sure
    of, and what it takes for an unlabelled white cell is left open.
    """
    if sample.source == "zheng1":
        return sample
    run = torch_run(network)
    white = sample.cells[sample.cells[:, 2] > 0]
    size = float(np.median(white[:, 2])) if sample.source != "bccd_fields" and len(white) else 82.0
    if sample.source == "raabin_untyped":
        size = 95.0
    scale = min(1.0, LOOK_DIAMETER / (90.0 if sample.source == "pbc" else size))
    maps, read = averaged(sample.rgb, run, scale)
    new = replace(sample, allowed=sample.allowed.copy(), instances=sample.instances.copy())
    if sample.source == "pbc":
        return _relabel_lone(new, maps, read, scale)
    return _relabel_field(new, read)


def averaged(rgb: npt.NDArray[np.uint8], run: Run, scale: float) -> tuple[Maps, npt.NDArray[np.float32]]:
    """Maps of the upright image, and class probabilities averaged over ``FLIPS`` at ``rgb``'s size."""
    size = (max(32, round(rgb.shape[1] * scale)), max(32, round(rgb.shape[0] * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    padded = np.zeros((-(-size[1] // 16) * 16, -(-size[0] // 16) * 16, 3), np.uint8)
    padded[: size[1], : size[0]] = small
    total: npt.NDArray[np.float32] | None = None
    upright: Maps | None = None
    for flip in FLIPS:
        maps = read_maps(run(normalised(np.ascontiguousarray(padded[:: flip[0], :: flip[1]]))))
        upright = upright or maps
        pixels = maps.pixels[:, :: flip[0], :: flip[1]]
        total = pixels.copy() if total is None else total + pixels
    assert total is not None and upright is not None
    full = [cv2.resize(p / len(FLIPS), padded.shape[1::-1], interpolation=cv2.INTER_LINEAR) for p in total]
    back = [cv2.resize(p[: size[1], : size[0]], rgb.shape[1::-1]) for p in full]
    return upright, np.stack(back)


def stain_labels(sample: Sample, cell: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """Nucleus, cytoplasm or either for a cell's pixels, from the stain alone (Otsu within the cell)."""
    labels = np.full(cell.shape, WHITE_CELL, np.uint8)
    x, y, w, h = cv2.boundingRect(cell.astype(np.uint8))
    where = (slice(max(0, y - 20), y + h + 20), slice(max(0, x - 20), x + w + 20))
    density = stain(sample.rgb[where], 1.2)
    core = cv2.erode(cell[where].astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    if core.sum() < 200:
        return labels
    threshold, explained = otsu(density[core])
    if explained < CLEAR_STAIN:
        return labels
    above = (density > threshold).astype(np.uint8)
    window = labels[where]
    window[cv2.erode(above, np.ones((3, 3), np.uint8)) > 0] = NUCLEUS
    window[cv2.dilate(above, np.ones((3, 3), np.uint8)) == 0] = CYTOPLASM
    return labels


def network_labels(read: npt.NDArray[np.float32], cell: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """Nucleus, cytoplasm or either for a cell's pixels, as the network reads them."""
    share = read[2] / np.maximum(read[1] + read[2], 1e-6)
    labels = np.full(cell.shape, WHITE_CELL, np.uint8)
    labels[share > 0.6] = NUCLEUS
    labels[share < 0.4] = CYTOPLASM
    return labels


def _white_labels(
    sample: Sample, read: npt.NDArray[np.float32], cell: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint8]:
    """Where stain and network agree their answer, else either."""
    by_stain = stain_labels(sample, cell)
    by_network = network_labels(read, cell)
    both = by_stain & by_network
    return np.where(both > 0, both, WHITE_CELL).astype(np.uint8)


def _narrow_outside(sample: Sample, read: npt.NDArray[np.float32], free: npt.NDArray[np.bool_]) -> None:
    """Where no white cell is, take over what the network is sure of and the label allows."""
    for index, bit in ((0, BACKGROUND), (3, RED_CELL), (4, PLATELET)):
        if bit == BACKGROUND and sample.source == "chula_fields":
            continue  # its faint red cells pass for background
        may = free & ((sample.allowed & bit) > 0) & ((sample.allowed & WHITE_CELL) == 0)
        sample.allowed[may & (read[index] > SURE)] = bit


def _relabel_field(sample: Sample, read: npt.NDArray[np.float32]) -> Sample:
    white = read[1] + read[2]
    known = np.zeros(white.shape, bool)
    ids = np.unique(sample.instances)
    for number in ids[(ids > 0) & (ids < RED_CELL_ID)]:
        here = sample.instances == number
        cx, cy, size, _ = sample.cells[number - 1]
        ys, xs = np.ogrid[: white.shape[0], : white.shape[1]]
        near = (xs - cx) ** 2 + (ys - cy) ** 2 < (0.8 * size) ** 2
        known |= near
        if sample.source == "bccd_fields":
            sample.allowed[here] = _white_labels(sample, read, here)[here]
            continue
        _take_mask(sample, white, read, here, int(number), near)
    stray = (white > 0.4) & ~known
    stray = cv2.dilate(stray.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    count, parts, stats, _ = cv2.connectedComponentsWithStats(stray.astype(np.uint8))
    for part in range(1, count):
        if stats[part, cv2.CC_STAT_AREA] > 900:
            sample.allowed[(parts == part) & (sample.allowed == NOT_WHITE_CELL)] = ANY
    _narrow_outside(sample, read, ~known)
    return sample


def _take_mask(
    sample: Sample,
    white: npt.NDArray[np.float32],
    read: npt.NDArray[np.float32],
    old: npt.NDArray[np.bool_],
    number: int,
    near: npt.NDArray[np.bool_],
) -> None:
    """Replace a boxed cell's mask by the network's where the box bears it out."""
    box = sample.boxes.get(number)
    if box is None:
        return
    x, y, w, h = box
    m = 0.06 * max(w, h)
    window = np.zeros(old.shape, bool)
    window[max(0, int(y - m)) : int(y + h + m), max(0, int(x - m)) : int(x + w + m)] = True
    window &= ellipse(old.shape, box) < 1.12
    foreign = (sample.instances > 0) & (sample.instances < RED_CELL_ID) & ~old
    mask = ((white > 0.5) & window & ~foreign).astype(np.uint8)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return
    cell = parts == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    if box_agreement(cell, box) < AGREEING_BOX:
        sample.allowed[old] = _white_labels(sample, read, old)[old]
        return
    sample.allowed[old | (window & near)] = NOT_WHITE_CELL
    sample.instances[old] = 0
    unsure = (white > 0.25) & (white < 0.75) & window
    sample.allowed[unsure] = ANY
    sure = cell & (white >= 0.75)
    sample.allowed[sure] = _white_labels(sample, read, cell)[sure]
    sample.instances[cell] = number
    if not sample.cells[number - 1, 3] and box_agreement(cell, box) > 0.82:
        sample.paste = number


def _relabel_lone(sample: Sample, maps: Maps, read: npt.NDArray[np.float32], scale: float) -> Sample:
    """The cell in the middle is one cell, whatever the network splits; others need a sure reading."""
    white = read[1] + read[2]
    rows, columns = white.shape
    new = np.full(white.shape, ANY, np.uint8)
    new[white < 0.1] = NOT_WHITE_CELL
    for index, bit in ((0, BACKGROUND), (3, RED_CELL), (4, PLATELET)):
        new[read[index] > SURE] = bit
    new[(sample.allowed == NUCLEUS) & (white < 0.5)] = ANY
    instances = np.where(sample.instances > RED_CELL_ID, sample.instances, 0).astype(np.uint16)
    cells: list[list[float]] = sample.cells.tolist()
    central = _central_part(white)
    pieces = [(central, 1.0)] if central.any() else []
    for found in group(maps):
        grid = cv2.resize(found.pixels.astype(np.uint8), None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
        here = cv2.resize(grid[: round(rows * scale), : round(columns * scale)], (columns, rows)) > 0
        if not (here & central).sum() > 0.3 * here.sum():
            pieces.append((here & ~central, found.score))
    paste = 0
    for piece, score in pieces:
        near = cv2.dilate(piece.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        here = near & (white > 0.5) & ((instances == 0) | (instances > RED_CELL_ID))
        stained = float(((sample.allowed[here] & WHITE_CELL) > 0).mean()) if here.any() else 0.0
        if here.sum() < 400 or score < 0.5 or stained < 0.5:
            new[near] = ANY
            continue
        left, top, w, h = cv2.boundingRect(here.astype(np.uint8))
        cut = left <= 1 or top <= 1 or left + w >= columns - 1 or top + h >= rows - 1
        cells.append([left + w / 2, top + h / 2, float(np.sqrt(w * h)), float(cut)])
        instances[here] = len(cells)
        sure = here & (white > 0.75)
        new[sure] = _white_labels(sample, read, here)[sure]
        if score == 1.0 and not cut and 50 < np.sqrt(w * h) < 130 and white[here].mean() > 0.85:
            paste = len(cells)
    nucleus = ((read[2] > 0.5) & central) | (sample.allowed == NUCLEUS)
    distance = cv2.distanceTransform((~nucleus).astype(np.uint8), cv2.DIST_L2, 5)
    new[(distance < 20) & ((new & WHITE_CELL) == 0)] = ANY
    kept = new & sample.allowed
    apart = cv2.dilate(central.astype(np.uint8), np.ones((13, 13), np.uint8)) == 0
    fixed = apart & ((sample.allowed & WHITE_CELL) == 0)
    new = np.where(apart & (kept > 0), kept, np.where(fixed, sample.allowed, new))
    table = np.array(cells, np.float32).reshape(-1, 4)
    return replace(sample, allowed=new.astype(np.uint8), instances=instances, cells=table, paste=paste)


def _central_part(white: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """The white-cell pixels that hang together with the middle of the image."""
    rows, columns = white.shape
    count, parts = cv2.connectedComponents((white > 0.5).astype(np.uint8))
    middle = parts[rows // 2 - 30 : rows // 2 + 30, columns // 2 - 30 : columns // 2 + 30]
    inside = np.bincount(middle.ravel(), minlength=count)
    inside[0] = 0
    none = np.zeros(white.shape, bool)
    if inside.sum() < 200:
        return none
    part = parts == int(inside.argmax())
    _, _, w, h = cv2.boundingRect(part.astype(np.uint8))
    return np.asarray(part) if max(w, h) < 170 else none
