"""Typed settings of every experiment, read from YAML files in ``training/configs``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wbc_desktop.core.errors import WrongUse

FOLDER = Path(__file__).parent / "configs"

Share = Annotated[float, Field(gt=0.0, le=1.0)]
Positive = Annotated[int, Field(ge=1)]


class Settings(BaseModel):
    """Base of all settings: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Loop(Settings):
    """How a network is fitted.

    Attributes:
        precision: ``auto`` takes bfloat16 where the device computes it in hardware.
        min_steps: The batch is made smaller, down to 8, until an epoch has so many steps;
            1 % of the images would otherwise be one step.
        cache_trunk: Compute the frozen part once for the flips and quarter turns of every
            image and train the rest on that; the same mathematics, a fraction of the time.
        checkpoint_seconds: Least time between two checkpoints.
        workers: Processes that decode images; -1 takes as many as the machine allows, at most 8.
    """

    epochs: Positive = 30
    batch_size: Positive = 64
    min_steps: Positive = 8
    learning_rate: Annotated[float, Field(gt=0)] = 1e-3
    weight_decay: Annotated[float, Field(ge=0)] = 1e-2
    schedule: Literal["one_cycle", "cosine", "constant"] = "one_cycle"
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    channels_last: bool = True
    cache_trunk: bool = False
    checkpoint_seconds: Annotated[float, Field(ge=0)] = 30.0
    workers: Annotated[int, Field(ge=-1)] = -1


class Views(Settings):
    """Random changes of a training image: the study flips and rotates."""

    flips: bool = True
    rotation: Literal["none", "quarter", "any"] = "quarter"


class Source(Settings):
    """One place that images come from; paths start from the data folder (WBC_DATA)."""

    path: str
    images: str | None = None
    masks: str | None = None
    split: Literal["", "train", "val", "test"] = ""
    group: str = ""
    """Regular expression on the file's stem; images with the same match stay in one split."""
    mask_share: Annotated[float, Field(ge=0, le=1)] = 1.0
    """Share of the masks that is used; the study has masks for 10 % of its training images."""
    hold_out: str = ""
    """Leave out the images that ``training.splits`` holds out under this source's name."""


class DataSettings(Settings):
    """Which images stand for the study's, and how they are split."""

    wbc: tuple[Source, ...]
    cam16: tuple[Source, ...]
    prcc: tuple[Source, ...]
    resnet18_weights: str | None = None
    vgg16_weights: str | None = None
    vgg19norm_weights: str | None = None
    val_share: Share = 0.1
    test_share: Share = 0.2
    roi_side: Positive = 250
    roi_step: Positive = 50
    roi_below: Positive = 200
    """A folder with so many images holds ROIs already; with fewer, large ones are cut."""
    max_per_class: dict[str, int] = Field(default_factory=dict)
    """Largest number of images per class and split, for quick trials."""
    near_duplicate_bits: Annotated[int, Field(ge=0, le=16)] = 4
    duplicates: Literal["drop", "stop"] = "drop"


class Experiment(Settings):
    """What all experiments share."""

    image_size: Annotated[int, Field(ge=32, le=1024)] = 224
    loop: Loop = Loop()
    views: Views = Views()


class ResnetWbc(Experiment):
    """ResNet-18 on WBC without additional information; ``seeds`` per fraction."""

    fractions: dict[str, tuple[int, ...]]


class Cam16(Experiment):
    """ResNet-18 on CAM16 with ``frozen`` and everything before it fixed."""

    frozen: Literal["layer1", "layer2", "layer3"] = "layer1"


class PrccCluster(Settings):
    """Features, PCA and k-means of the pRCC images."""

    features: Literal["auto", "vgg16", "vgg19norm"] = "auto"
    vgg16_layer: Literal["fc1", "fc2"] = "fc2"
    image_size: Positive = 224
    components: Positive = 100
    clusters: Annotated[int, Field(ge=2)] = 2
    stability_seeds: Annotated[int, Field(ge=2)] = 10
    batch_size: Positive = 16


class PrccAutoencoder(Settings):
    """One autoencoder.

    Attributes:
        backbone: ``conv``, the study's; ``vit``, a small vision transformer.
        objective: ``mse`` rebuilds the image; ``masked`` rebuilds patches that were hidden.
    """

    backbone: Literal["conv", "vit"] = "conv"
    objective: Literal["mse", "masked"] = "mse"
    mask_share: Annotated[float, Field(gt=0, lt=1)] = 0.6
    loop: Loop = Loop()
    views: Views = Views()


class Combined(Experiment):
    """CombinedNet on WBC: per variant, per fraction, the seeds."""

    variants: dict[str, dict[str, tuple[int, ...]]]


class Segmenter(Settings):
    """The finder's training.

    Attributes:
        minutes: Of each round.
        pbc: Cell images of pbc to learn from.
        limit: Most images of any source; 0 for all.
        batch: Crops of a step.
        side: Side of a crop in pixels.
    """

    minutes: Annotated[tuple[Annotated[float, Field(gt=0)], ...], Field(min_length=1)]
    pbc: Positive
    limit: Annotated[int, Field(ge=0)] = 0
    batch: Positive = 16
    side: Annotated[int, Field(ge=64, multiple_of=32)] = 192


class Product(Settings):
    """The training of a classifier of the program.

    Attributes:
        work: Folder of crops, logs and weights.
        samples: Augmented cells seen in all.
        size: Side of the input in pixels.
        limit: Most cells of a source, class and side of the split; 0 for all.
        batch: Cells of a step.
        workers: Processes that augment.
    """

    work: Path
    samples: Positive
    size: Annotated[int, Field(ge=32, le=1024)]
    limit: Annotated[int, Field(ge=0)] = 0
    batch: Positive = 16
    workers: Annotated[int, Field(ge=0)] = 2


class Evaluate(Settings):
    """The scoring of the program's classifiers.

    Attributes:
        work: Folder of crops and runs.
        limit: Most cells of a source, class and side of the split; 0 for all.
        draws: Draws of labelled cells for calibration.
        labelled: Cells of a draw.
    """

    work: Path
    limit: Annotated[int, Field(ge=0)] = 0
    draws: Positive = 5
    labelled: Positive = 100


T = TypeVar("T", bound=BaseModel)


def load(name: str, kind: type[T], profile: str = "full", changes: tuple[str, ...] = ()) -> T:
    """Read settings from ``configs/<name>.yaml`` or a file of the user's.

    Args:
        name: Name of a file in ``training/configs`` without suffix, or a path.
        kind: The settings' class.
        profile: Key of the file's ``profiles`` whose values replace the file's.
        changes: Further values as ``key=value`` with dotted keys (``loop.epochs=3``).

    Raises:
        WrongUse: The file is missing, is no YAML, or holds a wrong value; it says which.
    """
    path = Path(name) if name.endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except FileNotFoundError as error:
        raise WrongUse("This settings file is missing.", file=path) from error
    except yaml.YAMLError as error:
        raise WrongUse("This settings file is no YAML.", file=path, detail=str(error)) from error
    if not isinstance(values, dict):
        raise WrongUse("The settings file must hold keys and values.", file=path)
    profiles = values.pop("profiles", {})
    if profile != "full" and profile not in profiles and path.parent == FOLDER:
        raise WrongUse(
            f"There is no profile “{profile}”.", f"Profiles: full, {', '.join(profiles)}.", file=path
        )
    values = _merged(values, profiles.get(profile, {}))
    for change in changes:
        values = _merged(values, _parsed(change))
    return _validated(kind, values, path)


def with_options(settings: T, given: dict[str, Any]) -> T:
    """Settings with some values replaced by those that a person gave on the command line.

    Args:
        settings: Of a profile.
        given: Values by key; None stands for an option that was not given.

    Raises:
        WrongUse: A value makes no sense; it says which.
    """
    chosen = {key: value for key, value in given.items() if value is not None}
    return _validated(type(settings), {**settings.model_dump(), **chosen})


def _validated(kind: type[T], values: dict[str, Any], path: Path | None = None) -> T:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WrongUse(f"The setting “{where}” is wrong: {first['msg']}.", file=path) from error


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    out = dict(base)
    for key, value in over.items():
        old = out.get(key)
        if isinstance(old, dict) and isinstance(value, dict) and key not in _REPLACED:
            out[key] = _merged(old, value)
        else:
            out[key] = value
    return out


_REPLACED = {"fractions", "variants"}
"""Tables that a profile replaces whole."""


def _parsed(change: str) -> dict[str, Any]:
    key, equals, text = change.partition("=")
    if not equals or not key:
        raise WrongUse(f"“{change}” is no setting.", "Write key=value, e.g. loop.epochs=3.")
    try:
        value: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise WrongUse(
            f"The value of “{change}” cannot be read.", "Write key=value, e.g. loop.epochs=3."
        ) from error
    for part in reversed(key.split(".")):
        value = {part: value}
    return dict(value)


def data_root(given: Path | None = None) -> Path:
    """The data folder: the one given, else WBC_DATA, else ``../shared/data``."""
    return given or Path(os.environ.get("WBC_DATA") or "../shared/data")
