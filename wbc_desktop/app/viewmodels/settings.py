"""The settings in the window: read once, saved at every change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from wbc_desktop.app.theme import theme
from wbc_desktop.core.classes import CLASSES
from wbc_desktop.core.errors import WbcError
from wbc_desktop.core.intervals import IntervalMethod
from wbc_desktop.core.signoff import SignPolicy
from wbc_desktop.storage.settings import Settings, load_settings, save_settings

KEYS: dict[str, str] = {
    "neutrophil": "1",
    "eosinophil": "2",
    "basophil": "3",
    "lymphocyte": "4",
    "monocyte": "5",
    "unidentified": "U",
    "not_counted": "0",
    "erythroblast": "6",
    "immature_granulocyte": "7",
    "platelet": "8",
    "smudge_cell": "9",
    "artefact": "X",
}
"""The preset key of each class."""

TEXT_SCALES = (0.9, 1.0, 1.15, 1.3, 1.5)
RECENT = 12


class SettingsViewModel(QObject):
    """All choices of the laboratory.

    Signals:
        changed: A choice changed; it is saved already.
        failed(WbcError): The settings could not be read or saved.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.settings, self.notice = load_settings(path)

    def change(self, edit: Callable[[Settings], None]) -> None:
        """Change settings: ``edit`` is given them, and what it set is saved and told."""
        edit(self.settings)
        try:
            save_settings(self.settings, self._path)
        except WbcError as error:
            self.failed.emit(error)
        self.changed.emit()

    # what views ask for --------------------------------------------------------

    @property
    def user(self) -> str:
        """Who works."""
        return self.settings.user

    @property
    def keys(self) -> dict[str, str]:
        """Class id to key; a class may have none."""
        return KEYS | {k: v for k, v in self.settings.window.keys.items() if k in CLASSES}

    @property
    def interval_method(self) -> IntervalMethod:
        """Which 95 % interval is shown."""
        return IntervalMethod(self.settings.count.interval)

    @property
    def sign_policy(self) -> SignPolicy:
        """What signing requires."""
        return SignPolicy(every_cell_reviewed=self.settings.laboratory.every_cell_reviewed)

    @property
    def class_colours(self) -> dict[str, str]:
        """Class id to ``#rrggbb``, where the person chose another than the preset."""
        return dict(self.more("class_colours", {}))

    @property
    def text_scale(self) -> float:
        """Size of text, 1 for the system's."""
        return float(self.more("text_scale", 1.0))

    @property
    def threshold(self) -> float | None:
        """Below this confidence a cell is unidentified; None: the model's own threshold."""
        value = self.more("threshold", None)
        return None if value is None else float(value)

    def more(self, name: str, default: Any) -> Any:
        """A further choice by name."""
        value = self.settings.window.more.get(name, default)
        return value if default is None or isinstance(value, type(default)) else default

    def set_more(self, name: str, value: Any) -> None:
        """Set a further choice."""

        def edit(settings: Settings) -> None:
            settings.window.more = {**settings.window.more, name: value}

        self.change(edit)

    def remember(self, path: Path) -> None:
        """Put a folder or file at the head of the recent ones."""

        def edit(settings: Settings) -> None:
            others = [p for p in settings.window.recent if p != str(path)]
            settings.window.recent = [str(path), *others][:RECENT]

        self.change(edit)

    def apply_theme(self) -> None:
        """Put the chosen theme, colours and text size in force."""
        theme().apply(
            mode=self.settings.window.theme,
            text_scale=self.text_scale,
            class_colours=self.class_colours,
        )
