"""What the layers below the window say is German in a German window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot
from sentences import templates

from wbc_desktop.app.messages import details, show_error
from wbc_desktop.app.told import TEMPLATES, told
from wbc_desktop.app.translations import set_language
from wbc_desktop.app.viewmodels.history_text import act_text, field_name, remarks_text, values_text
from wbc_desktop.core.cell import Prediction
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.history import Act, FieldChange, HistoryEntry
from wbc_desktop.core.sample import SampleData
from wbc_desktop.imaging.traits import ImageTraits
from wbc_desktop.inference.check import EMPTY, check_images, image_warnings

VALUES = {"a": "Qx1", "b": "Qx2", "c": "Qx3", "d": "Qx4", "e": "Qx5"}


@pytest.fixture
def german(qtbot: QtBot) -> Iterator[None]:
    set_language("de")
    yield
    set_language("en")


def test_every_sentence_of_the_source_is_known() -> None:
    found = templates()
    assert len(found) > 250, "the sentences are no longer found in the source"
    unknown = {text: place for text, place in found.items() if text not in TEMPLATES}
    assert not unknown, f"add them to wbc_desktop/app/sentences, run packaging/translations.sh: {unknown}"


def test_every_sentence_is_german_with_its_values(german: None) -> None:
    for template in TEMPLATES:
        english = template.format(**VALUES)
        here = told(english)
        assert here.replace("\u00a0", " ") != english or template in ("neutrophil", "eosinophil", "basophil")
        assert all(VALUES[name] in here for name in re.findall(r"{(\w)}", template)), here


def test_english_stays_as_it_is(qtbot: QtBot) -> None:
    for template in TEMPLATES:
        english = template.format(**VALUES)
        assert told(english) == re.sub(r"(?<=\d) %", "\u00a0%", english)
    assert told("It reaches 53%.") == "It reaches 53\u00a0%.", "no line ends in between"


@pytest.mark.parametrize(
    ("english", "german_text"),
    [
        (
            "The best class, smudge cell, reaches 53%, under the threshold of 70%; next is monocyte. "
            "Rather none of the five (34%), yet not surely.",
            "Die beste Klasse, Kernschatten, erreicht 53\u00a0%, unter der Schwelle von 70\u00a0%; "
            "es folgt Monozyt. "
            "Eher keine der fünf (34\u00a0%), doch nicht sicher.",
        ),
        (
            "The file cannot be written (No space left on device).",
            "Die Datei lässt sich nicht schreiben (kein Platz auf dem Datenträger).",
        ),
        (
            "field 1.png: 2 cells are also in field 2.png and counted once (overlapping photographs).",
            "field 1.png: 2 Zellen sind auch in field 2.png und einmal gezählt (überlappende Fotos).",
        ),
        (
            "The case cannot be signed yet. 3 cells are not reviewed. No leukocyte was counted.",
            "Die Probe lässt sich noch nicht unterzeichnen. 3 Zellen sind nicht geprüft. "
            "Es wurde kein Leukozyt gezählt.",
        ),
        (
            "NVIDIA H100 ran out of memory; the count went on with the CPU.",
            "Der Speicher von NVIDIA H100 reichte nicht; die Zählung ging mit dem Prozessor (CPU) weiter.",
        ),
        (
            "Amber: Nuclei are pale (density 0.21): check stain, exposure and contrast. "
            "The images are dark (background 80 of 255): more light or a longer exposure.",
            "Gelb: Die Kerne sind blass (Dichte 0,21): Prüfen Sie Färbung, Belichtung und Kontrast. "
            "Die Bilder sind dunkel (Hintergrund 80 von 255): mehr Licht oder längere Belichtung.",
        ),
        ("Nothing that is known: as it is.", "Nothing that is known: as it is."),
        (
            "An unexpected fault: ValueError: first. Second: third",
            "Ein unerwarteter Fehler: ValueError: first. Second: third",
        ),
    ],
)
def test_made_sentences(german: None, english: str, german_text: str) -> None:
    assert told(english) == german_text


def test_microscope_check_speaks_german(german: None) -> None:
    traits = ImageTraits(
        density=0.1, unevenness=3.0, cast=5.0, brightness=40.0, sharpness=0.01, cell_px=20.0, clipped=0.0
    )
    unsure = Prediction("neutrophil", "neutrophil", 0.5, (0.5, 0.5, 0.0, 0.0, 0.0))
    verdicts = [
        check_images([traits], [unsure] * 20),
        check_images([traits], [unsure] * 20, calibrated=True),
        check_images([traits], []),
        check_images([], [unsure] * 3),
    ]
    said = [text for verdict in verdicts for text in (verdict.text, *(c.text for c in verdict.causes))]
    assert len({*said, *image_warnings(traits)}) > 15
    for text in (*said, *image_warnings(traits), EMPTY):
        here = told(text)
        assert here != text
        assert not re.search(r"\b(the|is|are|cells|every|with)\b", here), here
        numbers = {n.replace(".", ",").strip(",") for n in re.findall(r"\d[\d.]*", text)}
        assert numbers == {n.strip(",") for n in re.findall(r"\d[\d,]*", here)}


def test_history_is_german(german: None) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    entries = [HistoryEntry(1, at, "Ana Ruiz", act) for act in Act]
    english = {act.value.replace("_", " ") for act in Act}
    assert not english & {act_text(entry).lower() for entry in entries}
    names = [field.name for field in fields(SampleData) if not field.name.endswith("_json")]
    assert not [name for name in (*names, "signed_by") if field_name(name) == name.replace("_", " ")]
    changed = (FieldChange("wbc", None, 7.25), FieldChange("wbc_corrected", None, True))
    entry = HistoryEntry(2, at, "Ana Ruiz", Act.SAMPLE_DATA, changed, "No leukocyte was counted.")
    assert values_text(entry, old=False) == "Leukozytenzahl: 7,25, bereits korrigiert: ja"
    assert values_text(entry, old=True) == "Leukozytenzahl: –, bereits korrigiert: –"
    assert remarks_text(entry) == "No leukocyte was counted.", "what a person wrote is theirs"
    fault = HistoryEntry(3, at, "Ana Ruiz", Act.FAULT, notes=("a.png", "The image has no pixels."))
    assert remarks_text(fault) == "a.png  Das Bild hat keine Pixel."


def test_box_of_a_fault_is_german_and_its_details_english(german: None, qtbot: QtBot) -> None:
    fault = WbcError("The image has no pixels.", "Copy or export it again.", file="a.png")
    box = show_error(None, fault)
    qtbot.addWidget(box)
    assert box.text() == "Das Bild hat keine Pixel."
    assert "Kopieren oder exportieren Sie es noch einmal." in box.informativeText()
    assert "The image has no pixels." in details(fault)
    box.close()
