"""Colours, spacing and type of the window, in light and dark; ``docs/design.md`` shows them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from wbc_desktop.core.classes import CLASSES

SPACE = 8
"""The unit of spacing in device-independent pixels; use 1/2, 1, 2 or 3 of it."""

RADIUS = 6
"""Corner radius of cards and fields."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme.

    Attributes:
        window: Background of the window.
        panel: Background of cards, lists and fields.
        raised: Background of headers and hovered rows.
        line: Separators and borders.
        text: Text.
        muted: Secondary text; 4.5 : 1 against ``panel`` at least.
        accent: Selection and the one main button of a page.
        on_accent: Text on ``accent``.
        good: Everything as it should be.
        warn: Look at this.
        bad: This stops you.
        canvas: Behind images.
    """

    window: str
    panel: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    good: str
    warn: str
    bad: str
    canvas: str


LIGHT = Colours(
    window="#f3f4f6",
    panel="#ffffff",
    raised="#e9ebef",
    line="#d5d9df",
    text="#1b2028",
    muted="#59626f",
    accent="#1f5fae",
    on_accent="#ffffff",
    good="#23794a",
    warn="#8a5a00",
    bad="#b3261e",
    canvas="#dfe2e6",
)
DARK = Colours(
    window="#1d2025",
    panel="#262a31",
    raised="#31363f",
    line="#3d434d",
    text="#e7eaee",
    muted="#a3acb8",
    accent="#5b9bea",
    on_accent="#0d1520",
    good="#6fce97",
    warn="#efb352",
    bad="#ff8a80",
    canvas="#14161a",
)


class Theme(QObject):
    """The theme in force, with the user's own class colours.

    Signals:
        changed: Colours or text size changed: repaint and read them anew.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.colours = LIGHT
        self.text_scale = 1.0
        self._class_colours: dict[str, str] = {}
        self._colour_of: dict[str, QColor] = {}
        self._applied: object = None

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self.colours is DARK

    def class_colour(self, class_id: str) -> QColor:
        """Colour of a class: the user's, else the one of ``core.classes``; not to be changed."""
        known = self._colour_of.get(class_id)
        if known is None:
            known = self._colour_of[class_id] = self._read_colour(class_id)
        return known

    def _read_colour(self, class_id: str) -> QColor:
        default = CLASSES[class_id].colour if class_id in CLASSES else CLASSES["not_counted"].colour
        return QColor(self._class_colours.get(class_id, default))

    def apply(self, *, mode: str, text_scale: float, class_colours: dict[str, str]) -> None:
        """Take over the settings: ``mode`` is ``light``, ``dark`` or ``system``."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        dark = mode == "dark" or (mode == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
        wanted = (dark, text_scale, class_colours)
        if wanted == self._applied:
            return  # styling every widget anew takes a tenth of a second
        self._applied = (dark, text_scale, dict(class_colours))
        self.colours = DARK if dark else LIGHT
        self._class_colours = dict(class_colours)
        self._colour_of.clear()
        self.text_scale = text_scale
        from wbc_desktop.app.style_sheet import style_sheet

        app.setPalette(_palette(self.colours))
        font = QFont(app.font())
        font.setPointSizeF(_base_size() * text_scale)
        app.setFont(font)
        app.setStyleSheet(style_sheet(self.colours, _base_size() * text_scale * 1.9, dark))
        self.changed.emit()


_shared: list[Theme] = []


def theme() -> Theme:
    """The one theme of the program."""
    if not _shared:
        _shared.append(Theme())
    return _shared[0]


def colours() -> Colours:
    """The colours in force."""
    return theme().colours


def class_colour(class_id: str) -> QColor:
    """Colour of a class in force."""
    return theme().class_colour(class_id)


def _base_size() -> float:
    app = QApplication.instance()
    base = app.property("wbc_base_point_size") if app is not None else None
    if base is None and isinstance(app, QApplication):
        base = max(app.font().pointSizeF(), 9.0)
        app.setProperty("wbc_base_point_size", base)
    return float(base or 10.0)


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, value in (
        (role.Window, c.window),
        (role.WindowText, c.text),
        (role.Base, c.panel),
        (role.AlternateBase, c.window),
        (role.Text, c.text),
        (role.Button, c.panel),
        (role.ButtonText, c.text),
        (role.BrightText, c.bad),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.on_accent),
        (role.ToolTipBase, c.text),
        (role.ToolTipText, c.panel),
        (role.PlaceholderText, c.muted),
        (role.Link, c.accent),
        (role.Mid, c.line),
        (role.Midlight, c.raised),
        (role.Light, c.panel),
        (role.Dark, c.line),
    ):
        palette.setColor(which, QColor(value))
    disabled = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, which, QColor(c.muted))
    return palette
