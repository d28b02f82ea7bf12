"""The actions of the review page's views: shown in a menu by the window, on buttons by the views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from wbc_desktop.app.resources import icon
from wbc_desktop.app.theme import theme
from wbc_desktop.app.translations import QT_TRANSLATE_NOOP, tr


@dataclass(frozen=True, slots=True)
class ViewActionSpec:
    """One action: name, text, what it does, keys (separated by `` | ``), icon, whether it is on or off."""

    id: str
    text: str
    tip: str
    keys: str = ""
    icon: str = ""
    checkable: bool = False


SPECS: tuple[ViewActionSpec, ...] = (
    ViewActionSpec(
        "fit",
        QT_TRANSLATE_NOOP("", "F&it image"),
        QT_TRANSLATE_NOOP("", "Show the whole image"),
        "F",
        "fit",
    ),
    ViewActionSpec(
        "one_to_one",
        QT_TRANSLATE_NOOP("", "&Actual pixels"),
        QT_TRANSLATE_NOOP("", "Show one image pixel on one pixel of the screen"),
        "Ctrl+0",
    ),
    ViewActionSpec(
        "zoom_in",
        QT_TRANSLATE_NOOP("", "&Zoom in"),
        QT_TRANSLATE_NOOP("", "Show the field larger"),
        "+ | =",
        "zoom-in",
    ),
    ViewActionSpec(
        "zoom_out",
        QT_TRANSLATE_NOOP("", "Zoom &out"),
        QT_TRANSLATE_NOOP("", "Show the field smaller"),
        "-",
        "zoom-out",
    ),
    ViewActionSpec(
        "outlines",
        QT_TRANSLATE_NOOP("", "O&utlines"),
        QT_TRANSLATE_NOOP("", "Outline the nucleus and the cell"),
        "O",
        "outlines",
        True,
    ),
    ViewActionSpec(
        "nucleus",
        QT_TRANSLATE_NOOP("", "Nucleus &masks"),
        QT_TRANSLATE_NOOP("", "Tint the nucleus in the colour of the class"),
        "M",
        "nucleus",
        True,
    ),
    ViewActionSpec(
        "cell",
        QT_TRANSLATE_NOOP("", "&Cell masks"),
        QT_TRANSLATE_NOOP("", "Tint the cytoplasm in the colour of the class"),
        "Shift+M",
        "cell",
        True,
    ),
    ViewActionSpec(
        "boxes",
        QT_TRANSLATE_NOOP("", "Bo&xes"),
        QT_TRANSLATE_NOOP("", "Draw a box around each cell"),
        "B",
        "boxes",
        True,
    ),
    ViewActionSpec(
        "labels",
        QT_TRANSLATE_NOOP("", "&Labels"),
        QT_TRANSLATE_NOOP("", "Write the class's letters beside each cell"),
        "L",
        "labels",
        True,
    ),
    ViewActionSpec(
        "mask_file",
        QT_TRANSLATE_NOOP("", "Mas&k file"),
        QT_TRANSLATE_NOOP("", "Show the mask file that lies beside the image"),
        "K",
        "mask-file",
        True,
    ),
    ViewActionSpec(
        "add_mode",
        QT_TRANSLATE_NOOP("", "&Add missed cell"),
        QT_TRANSLATE_NOOP("", "Add a missed cell: click it, or go there with the arrow keys and press Enter"),
        "A",
        "add-cell",
        True,
    ),
    ViewActionSpec(
        "larger_tiles",
        QT_TRANSLATE_NOOP("", "Lar&ger thumbnails"),
        QT_TRANSLATE_NOOP("", "Show the cells of the gallery larger"),
        "Ctrl++ | Ctrl+=",
        "tile-large",
    ),
    ViewActionSpec(
        "smaller_tiles",
        QT_TRANSLATE_NOOP("", "&Smaller thumbnails"),
        QT_TRANSLATE_NOOP("", "Show the cells of the gallery smaller"),
        "Ctrl+-",
        "tile-small",
    ),
    ViewActionSpec(
        "next_cell",
        QT_TRANSLATE_NOOP("", "Nex&t cell"),
        QT_TRANSLATE_NOOP("", "Go to the next cell of the gallery"),
        "Ctrl+Right",
    ),
    ViewActionSpec(
        "previous_cell",
        QT_TRANSLATE_NOOP("", "Pre&vious cell"),
        QT_TRANSLATE_NOOP("", "Go to the previous cell of the gallery"),
        "Ctrl+Left",
    ),
)


GROUPS = {
    "view": (
        ("outlines", "nucleus", "cell", "boxes", "labels", "mask_file"),
        ("zoom_in", "zoom_out", "fit", "one_to_one"),
        ("larger_tiles", "smaller_tiles"),
    ),
    "cell": (("next_cell", "previous_cell", "add_mode"),),
}
"""Where they stand in the window's menus."""


class ViewActions(QObject):
    """The actions by name; ``do`` says what each carries out."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        for spec in SPECS:
            action = QAction(tr(spec.text), self)
            action.setObjectName(spec.id)
            action.setCheckable(spec.checkable)
            action.setIconVisibleInMenu(not spec.checkable)  # there the tick stands, which says more
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            sequences = [QKeySequence(key) for key in spec.keys.split(" | ") if key]
            action.setShortcuts(sequences)
            tip = tr(spec.tip)
            shown = sequences[0].toString(QKeySequence.SequenceFormat.NativeText) if sequences else ""
            action.setToolTip(f"{tip}  ({shown})" if shown else tip)
            action.setStatusTip(tip)
            self._actions[spec.id] = action
        theme().changed.connect(self._draw_icons)
        self._draw_icons()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def groups(self, menu: str) -> list[list[QAction]]:
        """Those of a menu, in groups."""
        return [[self._actions[name] for name in names] for names in GROUPS.get(menu, ())]

    def all(self) -> list[QAction]:
        """All of them, in the order of a menu."""
        return list(self._actions.values())

    def do(self, name: str, what: Callable[[], object]) -> None:
        """Carry ``what`` out when the action is triggered."""
        self._actions[name].triggered.connect(lambda _checked=False: what())

    def _draw_icons(self) -> None:
        colours = theme().colours
        for spec in SPECS:
            if spec.icon:
                self._actions[spec.id].setIcon(icon(spec.icon, colours.text, colours.line))
