"""LOINC codes, label beside code, so that a test can hold one against the other.

The method-less members of panel 24318-8 are taken: no code fits a machine pre-classified,
human-verified smear better. A code's number says nothing of itself: 26508-2 is *band form* %,
26511-6 *neutrophils* %, 26505-8 *segmented neutrophils* %; 26499-4 is a number (#), never a %.
Confirm each at https://loinc.org/<code> before a release.
"""

from __future__ import annotations

from dataclasses import dataclass

SYSTEM = "http://loinc.org"
LOCAL_SYSTEM = "urn:wbc-desktop:item"


@dataclass(frozen=True, slots=True)
class Code:
    """A code and what it says.

    Attributes:
        code: LOINC code, or this program's own.
        display: What it means.
        local: Whether it is this program's own.
    """

    code: str
    display: str
    local: bool = False

    @property
    def system(self) -> str:
        """Code system as FHIR names it."""
        return LOCAL_SYSTEM if self.local else SYSTEM

    @property
    def hl7_system(self) -> str:
        """Code system as HL7 v2 names it (table 0396)."""
        return "L" if self.local else "LN"


PANEL = Code("24318-8", "Manual Differential panel - Blood")
WBC = Code("26464-8", "Leukocytes [#/volume] in Blood")

PERCENT: dict[str, Code] = {
    "neutrophil": Code("26511-6", "Neutrophils/Leukocytes in Blood"),
    "eosinophil": Code("26450-7", "Eosinophils/Leukocytes in Blood"),
    "basophil": Code("30180-4", "Basophils/Leukocytes in Blood"),
    "lymphocyte": Code("26478-8", "Lymphocytes/Leukocytes in Blood"),
    "monocyte": Code("26485-3", "Monocytes/Leukocytes in Blood"),
}
ABSOLUTE: dict[str, Code] = {
    "neutrophil": Code("26499-4", "Neutrophils [#/volume] in Blood"),
    "eosinophil": Code("26449-9", "Eosinophils [#/volume] in Blood"),
    "basophil": Code("26444-0", "Basophils [#/volume] in Blood"),
    "lymphocyte": Code("26474-7", "Lymphocytes [#/volume] in Blood"),
    "monocyte": Code("26484-6", "Monocytes [#/volume] in Blood"),
}
PER_100: dict[str, Code] = {
    "erythroblast": Code("19048-8", "Nucleated erythrocytes/100 leukocytes in Blood"),
    "smudge_cell": Code("smudge-cells-per-100-wbc", "Smudge cells/100 leukocytes", local=True),
    "artefact": Code("artefacts-per-100-wbc", "Artefacts/100 leukocytes", local=True),
}
COUNTED = Code("cells-counted", "Leukocytes counted", local=True)
UNIDENTIFIED = Code("cells-unidentified", "Unidentified cells", local=True)
NLR = Code("neutrophil-lymphocyte-ratio", "Neutrophil-to-lymphocyte ratio", local=True)
