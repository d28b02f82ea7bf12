"""Sentences of the microscope check in the user's language: known by their English template, filled anew.

``inference`` speaks English and knows no Qt; here, at the border, its sentences are translated.
"""

from __future__ import annotations

import re

from wbc_desktop.app.translations import QT_TRANSLATE_NOOP, tr

TEMPLATES = (
    QT_TRANSLATE_NOOP(
        "",
        "White cells are too small ({a} pixels across): use the 100x or 60x lens or a higher resolution.",
    ),
    QT_TRANSLATE_NOOP(
        "",
        "The light is uneven ({a} times brighter in parts): centre the condenser, or use flat-field.",
    ),
    QT_TRANSLATE_NOOP(
        "",
        "The background is strongly coloured (ratio {a}): set the white balance on an empty place.",
    ),
    QT_TRANSLATE_NOOP("", "The images are dark (background {a} of 255): more light or a longer exposure."),
    QT_TRANSLATE_NOOP("", "Nuclei are pale (density {a}): check stain, exposure and contrast."),
    QT_TRANSLATE_NOOP(
        "",
        "The cells are blurred (edge energy {a}): focus, clean the lens, check the immersion oil.",
    ),
    QT_TRANSLATE_NOOP("", "No white cell was found: is this a stained blood smear in focus?"),
    QT_TRANSLATE_NOOP(
        "",
        "The model is unsure of these cells (mean confidence {a}): they look unlike those that it knows; "
        "review every cell, and calibrate with 50 to 100 of your own cells.",
    ),
    QT_TRANSLATE_NOOP(
        "",
        "The model is unsure of these cells (mean confidence {a}): they look unlike those that it knows; "
        "review every cell, and label more cells.",
    ),
)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.escape(template).replace(re.escape("{a}"), "(?P<a>[^):]+?)"))


_KNOWN = tuple((_pattern(template), template) for template in TEMPLATES)


def told(sentence: str) -> str:
    """The sentence in the user's language; as it is where no template is known for it."""
    for pattern, template in _KNOWN:
        found = pattern.fullmatch(sentence)
        if found is not None:
            return tr(template, **found.groupdict())
    return sentence
