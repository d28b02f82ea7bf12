"""Fields made by code, with squares for cells, and a counter that finds them by colour.

The squares stand for the path around the models; what the models themselves do is tested
with real networks elsewhere.
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from PIL import Image
from scipy import ndimage

from wbc_desktop.core.cell import CellMask, FoundCell, Prediction
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.geometry import Box

COLOURS = ((200, 0, 0), (0, 160, 0), (0, 0, 200), (160, 0, 160), (160, 120, 0))
"""One for each of the five classes, in their order."""
WHITE = 240
SIDE = 24


def field(labels: list[int], width: int = 160, height: int = 120) -> np.ndarray:
    """A light field with a square for each label, in reading order."""
    rgb = np.full((height, width, 3), WHITE, np.uint8)
    across = width // (SIDE + 8)
    for n, label in enumerate(labels):
        y, x = 4 + n // across * (SIDE + 8), 4 + n % across * (SIDE + 8)
        rgb[y : y + SIDE, x : x + SIDE] = COLOURS[label]
    return rgb


def save(path: Path, rgb: np.ndarray, **options: object) -> Path:
    """Write an image in one go, so that whoever watches the folder finds no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = str(options.pop("format", "") or Image.registered_extensions()[path.suffix.lower()])
    written = io.BytesIO()
    Image.fromarray(rgb).save(written, kind, **options)  # type: ignore[arg-type]
    path.write_bytes(written.getvalue())
    return path


class ColourCounter:
    """Finds squares darker than the background, and tells their class by the nearest colour."""

    def __init__(self, pause: float = 0.0) -> None:
        self.manifest = SimpleNamespace(
            id="colour",
            version="1.0.0",
            sha256="a" * 64,
            fingerprint="a" * 64,
            derived_from=None,
            own_cells=None,
        )
        self.finder_manifest = SimpleNamespace(id="squares", version="1.0.0", sha256="b" * 64)
        self.device_name = "CPU (fp32)"
        self.warnings: tuple[str, ...] = ()
        self.pause = pause
        self.classified: list[int] = []

    @classmethod
    def load_counter(cls, model: object = None, device: str = "auto", **_: object) -> ColourCounter:
        counter = cls()
        if model is not None:
            counter.manifest.id = str(model)
        return counter

    @classmethod
    def choose_models(cls, model: object = None, folders: object = ()) -> tuple[SimpleNamespace, ...]:
        """In place of ``counter.choose_models``: the manifests of these models."""
        counter = cls.load_counter(model)
        return SimpleNamespace(manifest=counter.finder_manifest), SimpleNamespace(manifest=counter.manifest)

    def load(self) -> None:
        return None

    def find(self, rgb: np.ndarray, *, content: str = "auto", mpp: object = None, red_cell_px: object = None):
        time.sleep(self.pause)
        dark = rgb.min(axis=2) < 128
        labels, _ = ndimage.label(dark)
        cells = []
        for rows, columns in ndimage.find_objects(labels):
            box = Box(columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start)
            mask = np.ones((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
            mask[4:-4, 4:-4] = 2
            cells.append(FoundCell(box, CellMask(mask, box), 0.9))
        return SimpleNamespace(
            cells=tuple(cells), red_cell_px=None, content="field" if content == "auto" else content
        )

    def classify(self, items: list[tuple[np.ndarray, FoundCell]]) -> list[Prediction]:
        self.classified.append(len(items))
        return [self._answer(rgb, cell) for rgb, cell in items]

    def likeness(self, items: list[tuple[np.ndarray, FoundCell]]) -> list[float]:
        return [1.0] * len(items)

    def _answer(self, rgb: np.ndarray, cell: FoundCell) -> Prediction:
        x, y = (int(v) for v in cell.box.centre)
        distance = np.abs(np.asarray(COLOURS, float) - rgb[y, x]).sum(axis=1)
        shares = np.exp(-distance / 20)
        a, b, c, d, e = (float(v) for v in shares / shares.sum())
        best = int(np.argmin(distance))
        confidence = max(a, b, c, d, e)
        label = FIVE_IDS[best] if distance[best] < 60 else "unidentified"
        return Prediction(label, FIVE_IDS[best], confidence, (a, b, c, d, e))


def no_advice(_: object) -> tuple[str, ...]:
    """In place of the microscope check, which rightly finds squares blurred and small."""
    return ()


def main() -> int:
    """``python made_fields.py PAUSE ARGUMENTS``: the program with these models, for tests that kill it."""
    from wbc_desktop.cli.main import main as program
    from wbc_desktop.inference import counter, pipeline

    pipeline.image_warnings = no_advice
    pause = float(sys.argv[1])
    counter.load_counter = lambda *a, **k: ColourCounter(pause)  # type: ignore[assignment]
    counter.choose_models = ColourCounter.choose_models  # type: ignore[assignment]
    return program(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
