"""The settings of one training run, kept beside its weights."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.models.manifest import CropRule

KINDS = ("erythroblast", "immature_granulocyte", "platelet", "artefact")
"""Answers "none of the five" that the product models learn."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a product classifier is trained.

    Attributes:
        architecture: ``resnet18`` or ``combinednet``.
        leave_out: Source that is not trained on at all (for measuring), or several with
            commas between; empty for none.
        samples: Augmented cells seen in all.
        input_size: Side of the network's input.
        rates: Learning rate of the early layers, of the late ones and of the head.
        balance: Share of a source within a class grows with this power of its number of cells.
        style: Probability of style mixing (Zhou et al. 2021, arXiv 2104.02008) per batch.
        seed: Of everything random.
    """

    architecture: str = "resnet18"
    leave_out: str = ""
    samples: int = 40_000
    batch: int = 16
    input_size: int = 128
    rates: tuple[float, float, float] = (1e-4, 4e-4, 1e-3)
    weight_decay: float = 0.05
    smoothing: float = 0.05
    balance: float = 0.5
    style: float = 0.0
    average: float = 0.999
    augmentation: tuple[float, float, float] = (1.0, 1.0, 1.0)
    seed: int = 1
    crop: CropRule = field(
        default_factory=lambda: CropRule(cell_fraction=0.72, background="suppress", colour="contrast")
    )
    classes: tuple[str, ...] = (*FIVE_IDS, *KINDS)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The sources that are not trained on."""
        return tuple(self.leave_out.split(",")) if self.leave_out else ()

    def as_json(self) -> dict[str, object]:
        """For the run's log."""
        record = asdict(self)
        record["crop"] = self.crop.model_dump()
        return record
