"""Reads the annotated sources into ``Sample``s, with round-0 labels where there are only boxes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from training.finder.pseudo import grab_cell, otsu, stain
from training.finder.samples import (
    ANY,
    BACKGROUND,
    CYTOPLASM,
    NOT_WHITE_CELL,
    NUCLEUS,
    PLATELET,
    RED_CELL,
    RED_CELL_ID,
    STORED_DIAMETER,
    WHITE_CELL,
    Sample,
    blank,
    bright_background,
    ellipse,
    read_rgb,
    red_bodies,
    resized,
)
from training.splits import held_out

Box = tuple[float, float, float, float]
SOURCES = ("zheng1", "bccd_fields", "raabin_untyped", "chula_fields", "pbc")
FIELD_SCALE = {"bccd_fields": 0.55, "raabin_untyped": 0.48, "chula_fields": 0.58, "pbc": 0.72, "zheng1": 1.25}
"""Factors that bring each source's white cells near ``STORED_DIAMETER``."""

GOOD_BOX = 0.78
"""A GrabCut mask whose box agrees this well with the labelled one is believed."""


def read_boxes(data: Path, source: str) -> dict[str, list[tuple[str, Box]]]:
    """Boxes of a field source by file: (``WBC``, ``RBC`` or ``Platelets``, (x, y, width, height))."""
    table: dict[str, list[tuple[str, Box]]] = {}
    with (data / source / "boxes.csv").open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            box = (float(row["x"]), float(row["y"]), float(row["width"]), float(row["height"]))
            table.setdefault(row["file"], []).append((row.get("object") or "WBC", box))
    return table


def read_source(data: Path, source: str, *, train: bool, limit: int = 0) -> Iterator[Sample]:
    """The samples of a source: those to train on, or those held out.

    Args:
        data: The data folder.
        source: One of ``SOURCES``.
        train: Whether to read the training side of the split.
        limit: At most this many, evenly drawn; 0 for all.
    """
    if source == "zheng1":
        names = sorted(p.name for p in (data / source / "images").iterdir())
        for name in _some([n for n in names if held_out(source, n) != train], limit):
            yield _masked_cell(data, name)
    elif source == "pbc":
        with (data / "pbc" / "labels.csv").open(newline="", encoding="utf-8") as stream:
            rows = [r for r in csv.DictReader(stream) if r["label"] != "platelet"]
        names = [r["file"] for r in rows if (r["split"] == "train") == train]
        for name in _some(names, limit):
            yield _lone_cell(data, name)
    else:
        boxes = read_boxes(data, source)
        names = sorted(p.name for p in (data / source).glob("*.jpg"))
        for name in _some([n for n in names if held_out(source, n) != train], limit):
            yield _boxed_field(data, source, name, boxes.get(name, []))


def _some(names: list[str], limit: int) -> list[str]:
    if not limit or len(names) <= limit:
        return names
    return [names[i] for i in np.linspace(0, len(names) - 1, limit).astype(int)]


def touches_edge(box: Box, shape: tuple[int, ...], slack: float = 2.0) -> bool:
    """Whether a box reaches the edge of an image of this shape (rows, columns)."""
    x, y, w, h = box
    return x <= slack or y <= slack or x + w >= shape[1] - slack or y + h >= shape[0] - slack


def _cell_row(box: Box, shape: tuple[int, ...]) -> list[float]:
    x, y, w, h = box
    return [x + w / 2, y + h / 2, float(np.sqrt(w * h)), float(touches_edge(box, shape))]


def _masked_cell(data: Path, name: str) -> Sample:
    scale = FIELD_SCALE["zheng1"]
    rgb = resized(read_rgb(data / "zheng1" / "images" / name), scale)
    path = data / "zheng1" / "masks" / f"{Path(name).stem}.png"
    mask = resized(
        np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), dtype=np.uint8), scale, labels=True
    )
    allowed, instances = blank(rgb, NOT_WHITE_CELL)
    allowed[bright_background(rgb)] = BACKGROUND
    allowed[mask > 63] = CYTOPLASM
    allowed[mask > 191] = NUCLEUS
    instances[mask > 63] = 1
    box = cv2.boundingRect((mask > 63).astype(np.uint8))
    cells = np.array([_cell_row((*map(float, box),), rgb.shape)], np.float32)  # type: ignore[arg-type]
    return Sample("zheng1", name, rgb, allowed, instances, cells, scale, paste=int(not cells[0, 3]))


def _lone_cell(data: Path, name: str) -> Sample:
    """A cell image without masks: its stained nucleus, and where nothing stained lies."""
    scale = FIELD_SCALE["pbc"]
    rgb = resized(read_rgb(data / "pbc" / name), scale)
    allowed, _ = blank(rgb, ANY)
    density = stain(rgb, 1.5)
    threshold, _ = otsu(density.reshape(-1))
    dark = density > threshold
    radius = ellipse(rgb.shape, (0, 0, rgb.shape[1], rgb.shape[0])) * rgb.shape[0] / 2
    _, parts = cv2.connectedComponents(dark.astype(np.uint8))
    near = [i for i in np.unique(parts[radius < 0.3 * STORED_DIAMETER]) if i]
    nucleus = np.isin(parts, near) & (radius < 0.75 * STORED_DIAMETER)
    far = cv2.distanceTransform((~nucleus).astype(np.uint8), cv2.DIST_L2, 5)
    foreign = cv2.dilate(dark.astype(np.uint8), np.ones((45, 45), np.uint8)) > 0
    allowed[(far > 45) & ~foreign] = NOT_WHITE_CELL
    allowed[bright_background(rgb) & (far > 12)] = BACKGROUND
    instances, red = mark_red_bodies(rgb, allowed, ~foreign & (far > 45))
    core = density > otsu(density[nucleus])[0] if nucleus.any() else nucleus
    allowed[nucleus] = WHITE_CELL
    allowed[nucleus & core] = NUCLEUS
    return Sample("pbc", name, rgb, allowed, instances, red, scale)


def mark_red_bodies(
    rgb: npt.NDArray[np.uint8], allowed: npt.NDArray[np.uint8], apart: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.float32]]:
    """Label red cells by their look, in place; returns instances and rows of the whole round ones."""
    instances = np.zeros(allowed.shape, np.uint16)
    rows: list[list[float]] = []
    for body, diameter in red_bodies(rgb, apart):
        inner = cv2.erode(body.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        outer = cv2.dilate(body.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        allowed[outer & apart] = BACKGROUND | RED_CELL
        allowed[inner & apart] = RED_CELL
        if diameter is not None:
            ys, xs = np.nonzero(body)
            rows.append([float(xs.mean()), float(ys.mean()), diameter, 0.0])
            instances[inner] = RED_CELL_ID + len(rows)
    return instances, np.array(rows, np.float32).reshape(-1, 4)


def _boxed_field(data: Path, source: str, name: str, boxes: list[tuple[str, Box]]) -> Sample:
    scale = FIELD_SCALE[source]
    original = read_rgb(data / source / name)
    rgb = resized(original, scale)
    allowed, instances = blank(rgb, NOT_WHITE_CELL)
    if source != "chula_fields":
        allowed[bright_background(rgb)] = BACKGROUND
    cells: list[list[float]] = []
    white: dict[int, Box] = {}
    scaled = [(k, (x * scale, y * scale, w * scale, h * scale)) for k, (x, y, w, h) in boxes]
    order = {"RBC": 0, "Platelets": 1, "WBC": 2}
    given = given_cells(data, source, name, rgb.shape)
    if given is not None:
        allowed[given] = ANY
    for kind, box in sorted(scaled, key=lambda item: order[item[0]]):
        if kind == "WBC":
            if min(box[2:]) < 0.35 * STORED_DIAMETER:
                allowed[_window(box, 0.1)] = ANY
                continue
            cells.append(_cell_row(box, rgb.shape))
            white[len(cells)] = box
            _mark_white_cell(rgb, allowed, instances, box, len(cells), given, source)
        elif kind == "RBC":
            cells.append(_cell_row(box, rgb.shape))
            _mark_red_cell(allowed, instances, box, len(cells))
        else:
            radius = ellipse(rgb.shape, box)
            allowed[radius < 1.15] = BACKGROUND | PLATELET
            allowed[radius < 0.6] = PLATELET
    table = np.array(cells, np.float32).reshape(-1, 4)
    whole = [n for n in white if given is not None and not table[n - 1, 3]]
    return Sample(source, name, rgb, allowed, instances, table, scale, whole[0] if whole else 0, white)


def given_cells(data: Path, source: str, name: str, shape: tuple[int, ...]) -> npt.NDArray[np.bool_] | None:
    """The hand-made cell mask of a field, where there is one, at ``shape``.

    ``bccd_fields/nucleus_masks`` outline whole cells, not nuclei, whatever the folder's name
    says: seen on the images.
    """
    path = data / source / "nucleus_masks" / f"{Path(name).stem}.png"
    if not path.is_file():
        return None
    mask = np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE))
    return np.asarray(cv2.resize(mask, (shape[1], shape[0]), interpolation=cv2.INTER_AREA) > 127)


def _window(box: Box, margin: float) -> tuple[slice, slice]:
    x, y, w, h = box
    m = margin * max(w, h)
    return (
        slice(max(0, int(y - m)), max(0, int(np.ceil(y + h + m)))),
        slice(max(0, int(x - m)), max(0, int(np.ceil(x + w + m)))),
    )


def _mark_red_cell(
    allowed: npt.NDArray[np.uint8], instances: npt.NDArray[np.uint16], box: Box, number: int
) -> None:
    radius = ellipse(allowed.shape, box)
    ring, core = radius < 1.1, radius < 0.8
    allowed[ring & ((allowed & RED_CELL) == 0)] |= RED_CELL
    allowed[core] = RED_CELL
    instances[core] = RED_CELL_ID + number


def _mark_white_cell(
    rgb: npt.NDArray[np.uint8],
    allowed: npt.NDArray[np.uint8],
    instances: npt.NDArray[np.uint16],
    box: Box,
    number: int,
    given: npt.NDArray[np.bool_] | None,
    source: str,
) -> None:
    mask, agreement = grab_cell(rgb, box)
    inside = np.zeros(allowed.shape, bool)
    inside[_window(box, 0.05)] = True
    radius = ellipse(rgb.shape, box)
    small, large = np.ones((3, 3), np.uint8), np.ones((5, 5), np.uint8)
    if given is not None and (given & inside).sum() > 0.4 * box[2] * box[3]:
        cell = given & inside
        core, ring = cell, cv2.dilate(cell.astype(np.uint8), small) > 0
    elif agreement >= GOOD_BOX:
        cell = (mask > 0) & inside
        core = cv2.erode(cell.astype(np.uint8), small) > 0
        ring = cv2.dilate(cell.astype(np.uint8), large) > 0
    else:
        cell = core = radius < 0.82
        ring = (radius < 1.15) | inside
    allowed[inside & ~cell & (radius > 1.0)] = NOT_WHITE_CELL
    allowed[ring & ~core] = ANY
    allowed[core] = WHITE_CELL
    instances[cell] = number
    if source != "chula_fields":
        density = stain(rgb[_window(box, 0.3)], 1.5)
        window = np.zeros(allowed.shape, np.float32)
        window[_window(box, 0.3)] = density
        threshold, _ = otsu(window[core])
        dark = (window > threshold).astype(np.uint8)
        allowed[core & ~(cv2.dilate(dark, large) > 0)] = CYTOPLASM
        allowed[core & (cv2.erode(dark, small) > 0)] = NUCLEUS
