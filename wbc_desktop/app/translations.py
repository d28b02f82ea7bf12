"""Texts in the user's language, through Qt's translator.

Texts are extracted by ``packaging/translations.sh`` (``pyside6-lupdate``) and compiled by
``pyside6-lrelease`` into ``resources/translations/wbc_<language>.qm``.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from wbc_desktop.app.resources import resource
from wbc_desktop.core.classes import CLASSES

LANGUAGES: dict[str, str] = {"en": "English", "de": "Deutsch"}
"""The languages there are, each in its own words."""

_installed: list[QTranslator] = []
_in_force = ["en"]


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a constant for translation (context ``""``); ``tr`` translates it where it is shown."""
    return text


def tr(text: str, **values: object) -> str:
    """A text in the user's language; ``{name}`` is filled with ``values`` afterwards."""
    shown = QCoreApplication.translate("", text)
    return shown.format(**values) if values else shown


def class_name(class_id: str) -> str:
    """A class's name in the user's language."""
    return tr(CLASSES[class_id].name) if class_id in CLASSES else class_id


def number_text(value: float, decimals: int) -> str:
    """A number with the decimal sign of the user's language."""
    return QLocale().toString(value, "f", decimals)


def language_in_force() -> str:
    """The language in force, such as ``de``."""
    return _in_force[0]


def set_language(language: str) -> str:
    """Install a language's texts, ``system`` for the computer's own.

    Returns:
        The language that is in force: English where there is no translation.
    """
    app = QCoreApplication.instance()
    assert app is not None
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    chosen = language if language in LANGUAGES else QLocale.system().name().split("_")[0]
    if chosen not in LANGUAGES:
        chosen = "en"
    _in_force[0] = chosen
    QLocale.setDefault(QLocale(chosen) if language in LANGUAGES else QLocale.system())
    if chosen == "en":
        return chosen
    qt_texts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{chosen}", qt_texts), (f"wbc_{chosen}", str(resource("translations")))):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            _installed.append(translator)
    return chosen
