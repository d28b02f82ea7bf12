"""What a model folder says of itself, checked before a weight is read."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from wbc_desktop.core.classes import CLASSES, FIVE_IDS
from wbc_desktop.core.errors import ModelRefused

MANIFEST_NAME = "manifest.json"
SCHEMA_VERSION = 1
MAX_MANIFEST_BYTES = 1 << 20

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
_Spread = Annotated[float, Field(gt=0.0, le=10.0)]
"""Pixels are divided by it: 0 would make infinite ones of them."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class CropRule(_Strict):
    """How a cell is cut out before it is classified (``imaging.crops``).

    Attributes:
        cell_fraction: Diameter of the cell as a share of the crop's side.
        background: ``keep``, or ``suppress`` to replace all that is not the cell by white.
        colour: ``none``; ``white`` for the white point alone; ``contrast`` for the white
            point and one gain that gives the nucleus a standard density; ``stain`` for the
            white point and a gain per channel; ``balanced`` for half-way between the two.
    """

    cell_fraction: Annotated[float, Field(gt=0.05, le=1.0)] = 0.7
    background: Literal["keep", "suppress"] = "suppress"
    colour: Literal["none", "white", "contrast", "balanced", "stain"] = "white"


class Normalisation(_Strict):
    """Per-channel mean and standard deviation of RGB in 0 to 1."""

    mean: tuple[Fraction, Fraction, Fraction] = (0.485, 0.456, 0.406)
    std: tuple[_Spread, _Spread, _Spread] = (0.229, 0.224, 0.225)


class Calibration(_Strict):
    """How logits become an answer.

    Attributes:
        temperature: Divides the logits before the softmax (Guo et al. 2017, arXiv 1706.04599).
        threshold: Below this probability of the best class a cell is unidentified.
        other_threshold: From this probability on an object is none of the five.
        again: Below this probability of the first answer a cell is looked at again
            (``models.second_look``); 0 for never.
    """

    temperature: Annotated[float, Field(gt=0.01, lt=100.0)] = 1.0
    threshold: Fraction = 0.5
    other_threshold: Fraction = 0.5
    again: Fraction = 0.0


class SizeEvidence(_Strict):
    """What a cell's size in red-cell diameters says of its class (``models.size_evidence``).

    Attributes:
        mean: Mean natural logarithm of (cell diameter / red-cell diameter), per class in order.
        spread: Its standard deviation, per class.
        shift: Standard deviation of what a microscope, a smear and the measuring of another
            place add to all cells alike.
    """

    mean: tuple[float, ...]
    spread: tuple[Annotated[float, Field(gt=0.0)], ...]
    shift: Annotated[float, Field(ge=0.0, le=2.0)] = 0.2


class LocalRule(_Strict):
    """What a local calibration adds to the model that it started from (``models.adaptation``).

    Attributes:
        sha256: Of the file ``adaptation.safetensors``.
        size: What a cell's size says in this laboratory; takes the place of the model's ``size``.
    """

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: SizeEvidence | None = None


class OwnCells(_Strict):
    """What the known sources say of cells that are weighed with each other (``models.own_cells``).

    Attributes:
        spread: (measures,), standard deviation of each of ``imaging.measures`` within a class.
        deviations: (5, measures), how far each class lies from the middle of all five, in that unit.
        covariance: Of the measures within a class in that unit: the lower triangle, row by row.
    """

    spread: tuple[Annotated[float, Field(gt=0.0, lt=1e6)], ...]
    deviations: tuple[tuple[Annotated[float, Field(ge=-1e6, le=1e6)], ...], ...]
    covariance: tuple[Annotated[float, Field(ge=-1e6, le=1e6)], ...]

    @model_validator(mode="after")
    def _fits(self) -> OwnCells:
        count = len(self.spread)
        if len(self.deviations) != 5 or any(len(row) != count for row in self.deviations):
            raise ValueError("own_cells must give each class a deviation of every measure")
        if len(self.covariance) != count * (count + 1) // 2:
            raise ValueError("own_cells must give a covariance of every two measures")
        return self

    def matrix(self) -> npt.NDArray[np.float64]:
        """The covariance, (measures, measures)."""
        count = len(self.spread)
        found = np.zeros((count, count))
        found[np.tril_indices(count)] = self.covariance
        whole: npt.NDArray[np.float64] = found + np.tril(found, -1).T
        return whole


class TrainingSource(_Strict):
    """One data set that the weights have learnt from."""

    name: str
    licence: str
    cells: Annotated[int, Field(ge=0)] = 0
    note: str = ""


class Score(_Strict):
    """One measured figure, on data that the model did not see."""

    source: str
    metric: str
    value: float
    n: Annotated[int, Field(ge=0)]
    low95: float | None = None
    high95: float | None = None
    command: str = ""


class Manifest(_Strict):
    """The contents of ``manifest.json``.

    Attributes:
        classes: Outputs of the network in order. A classifier's first five are the
            classes of the differential; any further one is an answer "none of the five".
        weights: File name within the model's folder; no path.
        size: What the cell's size adds to the network's answer; None for nothing.
        derived_from: Id of the model that a local calibration started from.
        adaptation: What a local calibration adds; None for a model as it was trained.
        own_cells: What a sample's cells are weighed with each other by; None where they are not.
        drift: What the microscope check compares cells with (``models.likeness``); empty for nothing.
    """

    schema_version: Literal[1] = 1
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+([.+-][0-9A-Za-z.-]+)?$")]
    kind: Literal["classifier", "finder"]
    architecture: Literal["resnet18", "combinednet", "cellfinder", "cellfinder-slim"]
    title: str = ""
    classes: tuple[str, ...] = FIVE_IDS
    input_size: Annotated[int, Field(ge=32, le=1024)] = 160
    normalisation: Normalisation = Normalisation()
    crop: CropRule = CropRule()
    calibration: Calibration = Calibration()
    size: SizeEvidence | None = None
    weights: str = "weights.safetensors"
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    training: tuple[TrainingSource, ...] = ()
    scores: tuple[Score, ...] = ()
    licence: str = "Apache-2.0"
    intended_use: str = "For research use only. Not for use in diagnostic procedures."
    derived_from: str = ""
    drift: dict[str, list[float]] = Field(default_factory=dict)
    own_cells: OwnCells | None = None
    validated: bool = True
    adaptation: LocalRule | None = None

    @property
    def fingerprint(self) -> str:
        """A hash of all that decides the answers: the weights, and what is added to them."""
        added = self.adaptation.sha256 if self.adaptation is not None else ""
        if self.own_cells is not None:
            added += self.own_cells.model_dump_json()
        return hashlib.sha256((self.sha256 + added).encode()).hexdigest() if added else self.sha256

    @property
    def size_here(self) -> SizeEvidence | None:
        """What a cell's size says where the model is used."""
        return self.size if self.adaptation is None else self.adaptation.size

    @field_validator("weights")
    @classmethod
    def _plain_name(cls, value: str) -> str:
        path = PurePosixPath(value)
        if "\\" in value or ":" in value or len(path.parts) != 1 or path.suffix != ".safetensors":
            raise ValueError("weights must be a .safetensors file name without a folder")
        return value

    @model_validator(mode="after")
    def _five_first(self) -> Manifest:
        if self.kind == "classifier":
            if self.classes[:5] != FIVE_IDS:
                raise ValueError(f"the first five classes must be {', '.join(FIVE_IDS)}")
            unknown = [c for c in self.classes if c not in CLASSES]
            if unknown or len(set(self.classes)) != len(self.classes):
                raise ValueError(f"unknown or repeated classes: {', '.join(unknown)}")
            for size in filter(None, (self.size, self.size_here)):
                if {len(size.mean), len(size.spread)} != {len(self.classes)}:
                    raise ValueError("size must give a mean and a spread for every class")
        return self


def read_manifest(folder: Path) -> Manifest:
    """Read and check ``manifest.json`` of a model folder.

    Raises:
        ModelRefused: It is missing, too large, no JSON, or breaks the schema.
    """
    path = folder / MANIFEST_NAME
    try:
        if path.stat().st_size > MAX_MANIFEST_BYTES:
            raise ModelRefused("The model's manifest is too large.", file=path)
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelRefused(
            "The folder holds no readable model manifest.",
            f"A model folder holds {MANIFEST_NAME} and a .safetensors file.",
            file=path,
            detail=str(error),
        ) from error
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "manifest"
        raise ModelRefused(
            f"The model's manifest is not valid: {where}: {first['msg']}.",
            "Use a model folder written by wbc-train or wbc-desktop calibrate.",
            file=path,
            detail=str(error),
        ) from error
