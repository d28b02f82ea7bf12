"""What lies over the image, how strongly, and in which light it is shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from wbc_desktop.app.viewmodels.pixels import Light

_DEFAULTS: dict[str, Any] = {
    "nucleus": False,
    "cell": False,
    "outlines": True,
    "boxes": False,
    "labels": True,
    "mask_file": False,
    "opacity": 0.6,
    "brightness": 0.0,
    "contrast": 0.0,
}

LAYERS = ("outlines", "nucleus", "cell", "boxes", "labels", "mask_file")
"""Overlays that can be switched on and off."""


class ViewOptions(QObject):
    """Overlays and light of the field viewer.

    Signals:
        changed(str): The named option has another value.

    Attributes of ``get`` and ``set``: ``nucleus``, ``cell``, ``outlines``, ``boxes``,
    ``labels``, ``mask_file`` (bool), ``opacity`` (0 to 1), ``brightness`` and
    ``contrast`` (-1 to 1, for the eye alone).
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values = dict(_DEFAULTS)
        self._hidden = False

    def get(self, name: str) -> Any:
        """Value of an option."""
        return self._values[name]

    def on(self, name: str) -> bool:
        """Whether an overlay is to be drawn: switched on, and overlays not hidden as a whole."""
        return bool(self._values[name]) and not self._hidden

    def set(self, name: str, value: Any) -> None:
        """Change an option; unknown names raise KeyError."""
        kind = type(_DEFAULTS[name])
        value = kind(value)
        if value != self._values[name]:
            self._values[name] = value
            self.changed.emit(name)

    def toggle(self, name: str) -> None:
        """Switch an overlay on or off."""
        self.set(name, not self._values[name])

    @property
    def hidden(self) -> bool:
        """Whether all overlays are hidden for a look at the bare image."""
        return self._hidden

    def set_hidden(self, hidden: bool) -> None:
        """Hide all overlays, or show those switched on again."""
        if hidden != self._hidden:
            self._hidden = hidden
            self.changed.emit("hidden")

    @property
    def light(self) -> Light:
        """Brightness and contrast."""
        return Light(self._values["brightness"], self._values["contrast"])

    def reset_light(self) -> None:
        """Show the image as it is."""
        self.set("brightness", 0.0)
        self.set("contrast", 0.0)

    def to_dict(self) -> dict[str, Any]:
        """All options, for the settings."""
        return dict(self._values)

    def from_dict(self, values: dict[str, Any]) -> None:
        """Take options over; unknown names and unfit values are left out."""
        for name, value in values.items():
            if name in _DEFAULTS and isinstance(value, (bool, int, float)):
                self.set(name, value)
