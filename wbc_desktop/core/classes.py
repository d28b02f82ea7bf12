"""The taxonomy: which classes there are, how each is named, shown and counted.

What a class does in the count is a flag of the class, never an ``if`` elsewhere
(``docs``: lab-facts section 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Counting(StrEnum):
    """How a class enters the result."""

    DIFFERENTIAL = "differential"
    """Inside the denominator: percent and absolute count."""
    PER_100_WBC = "per_100_wbc"
    """Outside the denominator: reported per 100 leukocytes."""
    NUMBER_ONLY = "number_only"
    """Outside the denominator: the number alone."""


@dataclass(frozen=True, slots=True)
class CellClass:
    """One class of the taxonomy.

    Attributes:
        id: Stable identifier, as written in tables and model manifests.
        name: Name shown to a person (English).
        short: Two or three letters, for labels beside a cell.
        colour: ``#rrggbb``, from the Okabe-Ito palette (distinct for colour-blind eyes).
        counting: How the class enters the result.
        blocks_sign_off: Whether a cell of this class prevents signing.
    """

    id: str
    name: str
    short: str
    colour: str
    counting: Counting
    blocks_sign_off: bool = False


NEUTROPHIL = CellClass("neutrophil", "Neutrophil", "NEU", "#0072b2", Counting.DIFFERENTIAL)
EOSINOPHIL = CellClass("eosinophil", "Eosinophil", "EOS", "#d55e00", Counting.DIFFERENTIAL)
BASOPHIL = CellClass("basophil", "Basophil", "BAS", "#cc79a7", Counting.DIFFERENTIAL)
LYMPHOCYTE = CellClass("lymphocyte", "Lymphocyte", "LYM", "#009e73", Counting.DIFFERENTIAL)
MONOCYTE = CellClass("monocyte", "Monocyte", "MON", "#e69f00", Counting.DIFFERENTIAL)

UNIDENTIFIED = CellClass(
    "unidentified", "Unidentified", "?", "#f0e442", Counting.NUMBER_ONLY, blocks_sign_off=True
)
NOT_COUNTED = CellClass("not_counted", "Not counted", "NC", "#888888", Counting.NUMBER_ONLY)

ERYTHROBLAST = CellClass("erythroblast", "Nucleated red cell", "NRB", "#882255", Counting.PER_100_WBC)
IMMATURE_GRANULOCYTE = CellClass(
    "immature_granulocyte", "Immature granulocyte", "IG", "#56b4e9", Counting.NUMBER_ONLY
)
PLATELET = CellClass("platelet", "Platelet", "PLT", "#999933", Counting.NUMBER_ONLY)
SMUDGE_CELL = CellClass("smudge_cell", "Smudge cell", "SMU", "#aa9988", Counting.PER_100_WBC)
ARTEFACT = CellClass("artefact", "Artefact", "ART", "#666666", Counting.PER_100_WBC)

FIVE: tuple[CellClass, ...] = (NEUTROPHIL, EOSINOPHIL, BASOPHIL, LYMPHOCYTE, MONOCYTE)
"""The five classes of the differential, in the order of every table and probability vector."""

FIVE_IDS: tuple[str, ...] = tuple(c.id for c in FIVE)

NOT_COUNTED_KINDS: tuple[CellClass, ...] = (
    ERYTHROBLAST,
    IMMATURE_GRANULOCYTE,
    PLATELET,
    SMUDGE_CELL,
    ARTEFACT,
)
"""What ``not_counted`` may be in detail; all of them are ``not_counted`` in the tables."""

CLASSES: dict[str, CellClass] = {c.id: c for c in (*FIVE, UNIDENTIFIED, NOT_COUNTED, *NOT_COUNTED_KINDS)}
