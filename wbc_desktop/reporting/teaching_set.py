"""Cell pictures in class folders, without identity: for teaching, and for training elsewhere.

A picture carries its pixels alone: no sample, file or folder name, no time, no metadata. The
order is mixed, so that neighbours in the set need not come from one smear.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.errors import OutputFault, WrongUse
from wbc_desktop.core.files import write_whole
from wbc_desktop.reporting.csv import write_csv
from wbc_desktop.reporting.report import RESEARCH_USE

RGB = npt.NDArray[np.uint8]

INDEX_COLUMNS = ("file", "label", "width", "height")


def write_teaching_set(
    folder: Path, pictures: Iterable[tuple[str, RGB]], *, seed: int | None = None
) -> dict[str, int]:
    """Write pictures of cells into class folders, with an index.

    Args:
        folder: Must not hold anything yet.
        pictures: (class id, uint8 array rows x columns x 3) of each cell.
        seed: For a repeatable order (tests); else mixed afresh.

    Returns:
        How many pictures each class has.

    Raises:
        WrongUse: The folder holds files already, or there is no picture.
        OutputFault: A file cannot be written.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise WrongUse("The folder holds files already.", "Name an empty folder.", file=folder)
    except OSError as error:
        raise OutputFault("The folder cannot be read.", file=folder, detail=str(error)) from error
    items = list(pictures)
    if not items:
        raise WrongUse("There are no reviewed cells for a teaching set.", "Confirm cells first.")
    random.Random(seed).shuffle(items)
    numbers: Counter[str] = Counter()
    rows = []
    for label, rgb in items:
        if label not in CLASSES:
            raise WrongUse(f"There is no class “{label}”.")
        numbers[label] += 1
        name = f"{label}/{label}_{numbers[label]:05d}.png"
        write_whole(folder / name, _png(rgb))
        rows.append({"file": name, "label": label, "width": rgb.shape[1], "height": rgb.shape[0]})
    write_csv(folder / "index.csv", INDEX_COLUMNS, rows)
    write_whole(folder / "README.txt", (_README + RESEARCH_USE + "\n").encode())
    return dict(numbers)


_README = """Pictures of blood cells, one folder a class, as a person has called them.
They carry no sample, patient, file or time. Check before you pass them on that no
picture itself shows writing.
"""


def _png(rgb: RGB) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(rgb)).save(stream, "PNG")
    return stream.getvalue()
