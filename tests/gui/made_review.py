"""Small cases for the views: painted fields with discs for cells, and what a model might say of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from wbc_desktop.app.viewmodels.case import CaseViewModel
from wbc_desktop.core.case import AddImage, Case, CaseImage
from wbc_desktop.core.cell import Cell, CellMask, Prediction
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box

SIZE = (640, 480)
DIAMETER = 60


def made_prediction(label: str, confidence: float) -> Prediction:
    """``label`` at ``confidence``, the rest shared by the others; unidentified below one half."""
    rest = (1 - confidence) / 4
    probabilities = tuple(confidence if c == label else rest for c in FIVE_IDS)
    sure = confidence >= 0.5
    doubt = f"The best class, {label}, reaches {confidence:.0%}, under the threshold of 50%; next is {label}."
    return Prediction(
        label=label if sure else "unidentified",
        best_class=label,
        confidence=confidence,
        probabilities=probabilities,  # type: ignore[arg-type]
        reason="" if sure else doubt,
    )


def made_mask(x: float, y: float, side: int = DIAMETER) -> CellMask:
    """A round cell with a round nucleus."""
    rows, columns = np.mgrid[:side, :side]
    far = np.hypot(rows - side / 2 + 0.5, columns - side / 2 + 0.5)
    labels = (far <= side / 2).astype(np.uint8) + (far <= side / 4).astype(np.uint8)
    return CellMask(labels.astype(np.uint8), Box(x, y, side, side))


def made_case(folder: Path, fields: int = 3, per_field: int = 4, seed: int = 3) -> Case:
    """A case of painted fields; labels go round the five classes, each eighth cell is uncertain."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    case = Case(Case.new_id(), folder.name, str(folder), user="test")
    number = 0
    for field in range(fields):
        name = f"field_{field + 1:02d}.png"
        image = Image.new("RGB", SIZE, (235, 215, 225))
        draw = ImageDraw.Draw(image)
        cells = []
        for i in range(per_field):
            x, y = 30 + (i % 6) * 100, 40 + (i // 6) * 100
            label = FIVE_IDS[number % 5]
            confidence = 0.4 if number % 8 == 7 else float(rng.uniform(0.6, 0.99))
            draw.ellipse((x, y, x + DIAMETER, y + DIAMETER), fill=(180, 150, 200))
            draw.ellipse((x + 15, y + 15, x + 45, y + 45), fill=(80, 20 + 30 * (number % 5), 140))
            box = Box(x, y, DIAMETER, DIAMETER)
            cells.append(Cell(name, i + 1, box, made_mask(x, y), made_prediction(label, confidence)))
            number += 1
        image.save(folder / name)
        case.apply(AddImage(CaseImage(name, *SIZE, "field"), tuple(cells)), user="test")
    return case


def opened(case: Case) -> CaseViewModel:
    """A view model with the case open, stored nowhere."""
    model = CaseViewModel()
    model.user = "test"
    model.open(case, None)
    return model
