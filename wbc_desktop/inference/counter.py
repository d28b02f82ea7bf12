"""The counter: a finder and a classifier, loaded once, on one device."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.core.cell import FoundCell, Prediction
from wbc_desktop.imaging.source import RGB
from wbc_desktop.inference.device import Device, choose_device
from wbc_desktop.inference.engine import CPU_BATCH, GPU_BATCH, Engine, Floats, make_engine
from wbc_desktop.models.manifest import Manifest
from wbc_desktop.models.registry import (
    ModelFolder,
    default_classifier,
    default_finder,
    find_model,
    read_adaptation,
    verify_weights,
)

if TYPE_CHECKING:
    from wbc_desktop.models.finding import Finding


class Counter:
    """Finds white cells and classifies them; safe to use from several threads.

    The networks are loaded at the first use (or by ``load``), so that a program's window
    opens before they are needed.

    Attributes:
        manifest: The classifier's.
        finder_manifest: The finder's.
        mpp: Microns per pixel of images that do not say it; None: read from the red cells.
    """

    def __init__(self, finder: ModelFolder, classifier: ModelFolder, device: Device) -> None:
        self._finder = _LazyEngine(finder, device, steady=False)
        self._classifier = _LazyEngine(classifier, device, steady=True)
        self._adaptation = read_adaptation(classifier)
        self._device = device
        self.mpp: float | None = None
        self.manifest: Manifest = classifier.manifest
        self.finder_manifest: Manifest = finder.manifest

    def load(self) -> None:
        """Load both networks now.

        Raises:
            ModelRefused: A model fails a check.
        """
        self._finder.engine()
        self._classifier.engine()

    @property
    def device(self) -> Device:
        """Where the networks run now; the classifier's, where they differ after a fault."""
        loaded = self._classifier.loaded
        return self._device if loaded is None else loaded.device

    @property
    def batch(self) -> int:
        """Cells that are best classified at once."""
        return CPU_BATCH if self.device.kind == "cpu" else GPU_BATCH

    @property
    def device_name(self) -> str:
        """The device as the tables name it."""
        return self.device.label

    @property
    def engine(self) -> str:
        """The classifier's engine and number format, once it is loaded."""
        loaded = self._classifier.loaded
        return f"{loaded.name} {loaded.device.precision}" if loaded is not None else ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person must know of this run's devices, each once."""
        engines = (self._finder.loaded, self._classifier.loaded)
        return tuple(dict.fromkeys(w for e in engines if e is not None for w in e.warnings))

    def find(
        self, rgb: RGB, *, content: str = "auto", mpp: float | None = None, red_cell_px: float | None = None
    ) -> Finding:
        """Find the white cells of an image.

        Args:
            rgb: uint8 (rows, columns, 3).
            content: ``auto``, ``cell`` or ``field``.
            mpp: Microns per pixel of ``rgb``, where known.
            red_cell_px: Median red cell diameter in pixels of ``rgb``, where known.

        Returns:
            The cells, in pixels of ``rgb``.
        """
        from wbc_desktop.models.finding import find_cells

        scale = self.mpp if mpp is None else mpp
        return find_cells(rgb, self._finder.engine().run, content=content, mpp=scale, red_cell_px=red_cell_px)

    def classify(self, items: list[tuple[RGB, FoundCell]]) -> list[Prediction]:
        """Classify found cells, in the order given.

        Args:
            items: Each cell with the image that its boxes refer to.
        """
        from wbc_desktop.models.classifying import classify_cells

        if not items:
            return []
        run = self._classifier.engine().run
        return classify_cells(items, run, self.manifest, adaptation=self._adaptation)

    def outputs(self, inputs: Floats) -> tuple[Floats, Floats]:
        """The network's logits and features of standard inputs, without any calibration (to calibrate).

        Args:
            inputs: float32 (cells, 3, side, side) of ``models.preprocess.cell_input``.
        """
        logits, features = self._classifier.engine().run(inputs)
        return logits, features

    def likeness(self, items: list[tuple[RGB, FoundCell]]) -> list[float]:
        """How like the cells are to those that the model has learnt from (``models.likeness``).

        Args:
            items: Each cell with the image that its boxes refer to.

        Returns:
            One value per cell, about 1 for known kinds; empty where the model keeps no reference.
        """
        import numpy as np

        from wbc_desktop.models.classifying import BATCH
        from wbc_desktop.models.likeness import likeness
        from wbc_desktop.models.preprocess import cell_input

        found: list[float] = []
        for begin in range(0, len(items) if self.manifest.drift else 0, BATCH):
            part = items[begin : begin + BATCH]
            inputs = np.stack([cell_input(rgb, cell, self.manifest) for rgb, cell in part])
            found += [float(v) for v in likeness(*self.outputs(inputs), self.manifest.drift)]
        return found


@dataclass
class _LazyEngine:
    model: ModelFolder
    device: Device
    steady: bool

    def __post_init__(self) -> None:
        self.loaded: Engine | None = None
        self._lock = threading.Lock()

    def engine(self) -> Engine:
        if self.loaded is None:
            with self._lock:
                if self.loaded is None:
                    self.loaded = make_engine(self.model, self.device, steady=self.steady)
        return self.loaded


def load_counter(
    model: str | Path | None = None,
    device: str = "auto",
    *,
    precision: str | None = None,
    folders: tuple[Path, ...] = (),
) -> Counter:
    """Choose and check the models; their networks are loaded at first use.

    Args:
        model: Id or folder of a classifier; None takes the best validated bundled one.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        precision: See ``device.choose_device``.
        folders: Further folders of models that an id may name.

    Raises:
        ModelRefused: There is no such model, it is no classifier, or it fails a check.
        WrongUse: There is no such device.
    """
    models = choose_models(model, folders)
    for folder in models:
        verify_weights(folder)
    return Counter(*models, choose_device(device, precision))


def choose_models(
    model: str | Path | None = None, folders: tuple[Path, ...] = ()
) -> tuple[ModelFolder, ModelFolder]:
    """The finder and the classifier that ``load_counter`` takes; reads their manifests alone.

    Args:
        model: Id or folder of a classifier; None takes the best validated bundled one.
        folders: Further folders of models that an id may name.

    Raises:
        ModelRefused: There is no such model, or it is no classifier.
    """
    from wbc_desktop.core.errors import UnknownModel

    classifier = default_classifier() if model is None else find_model(model, *folders)
    if classifier.manifest.kind != "classifier":
        raise UnknownModel(
            f"The model {classifier.manifest.id} is no classifier.",
            "Choose one of those that wbc-desktop models lists as a classifier.",
        )
    return default_finder(), classifier
