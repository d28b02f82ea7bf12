"""Opacity of the overlays, brightness and contrast of the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSlider, QWidget

from wbc_desktop.app.theme import SPACE
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.view_options import ViewOptions


class LightPopup(QFrame):
    """Three sliders below a button; what the model sees is never touched."""

    def __init__(self, options: ViewOptions, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._options = options
        self.setObjectName("card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        self._grid.setSpacing(SPACE)
        self._sliders: dict[str, QSlider] = {}
        self._slider("opacity", tr("Overlay &opacity"), 0, 100)
        self._slider("brightness", tr("&Brightness"), -100, 100)
        self._slider("contrast", tr("&Contrast"), -100, 100)
        note = QLabel(tr("For the eye alone: the model always sees the image as it was taken."))
        note.setObjectName("muted")
        note.setWordWrap(True)
        self._grid.addWidget(note, 3, 0, 1, 2)
        reset = QPushButton(tr("&Reset brightness and contrast"))
        reset.clicked.connect(options.reset_light)
        self._grid.addWidget(reset, 4, 0, 1, 2)
        options.changed.connect(self._follow)
        self.setFixedWidth(330)

    def _slider(self, name: str, text: str, low: int, high: int) -> None:
        row = len(self._sliders)
        label = QLabel(text)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(low, high)
        slider.setPageStep(10)
        slider.setAccessibleName(text.replace("&", ""))
        slider.setValue(round(100 * self._options.get(name)))
        slider.valueChanged.connect(lambda value: self._options.set(name, value / 100))
        label.setBuddy(slider)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(slider, row, 1)
        self._sliders[name] = slider

    def _follow(self, name: str) -> None:
        slider = self._sliders.get(name)
        if slider is not None:
            slider.setValue(round(100 * self._options.get(name)))
