"""The open case, for every view: one object, changed in one place, with undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wbc_desktop.app.viewmodels.case_events import Key, Recorded, Renumbered, review_first, take_event
from wbc_desktop.core.cell import Cell
from wbc_desktop.core.differential import class_of
from wbc_desktop.core.errors import CaseFault, WbcError
from wbc_desktop.core.events import CellsWeighed, ImageCounted
from wbc_desktop.core.history import Act

if TYPE_CHECKING:
    from wbc_desktop.core.case import Case, CaseImage, Edit, SampleData
    from wbc_desktop.core.history import HistoryEntry
    from wbc_desktop.core.signoff import SignPolicy
    from wbc_desktop.storage.case_store import CaseStore

AWAITED = frozenset({Act.SIGN, Act.REOPEN})
"""Acts that are shown only once the disk has them; the others once no kill of the program can take them."""

AddCell = Callable[[str, float, float], None]


class CaseViewModel(QObject):
    """The open case: its cells, the selection, and the edits.

    Every edit is stored before the signal that tells of it. Faults go to
    ``failed`` in words; a refused edit changes nothing.

    Signals:
        case_opened: Another case (or none) is shown: read everything anew.
        images_changed: Images were added to the case (while it is counted).
        cells_changed(list of keys): These cells are new, changed or removed
            (``cell(key)`` is None for a removed one).
        selection_changed(list of keys): The selection, in the order chosen.
        current_changed(key or None): The cell that the inspector shows.
        image_shown(str): The image that the field viewer is to show.
        differential_changed: Counts, or what is unreviewed, changed.
        history_changed: An edit was recorded; undo and redo may differ.
        state_changed: Signed, re-opened or being counted.
        weighed(int, int): So many answers in force, of so many cells, were changed as all cells were known.
        failed(WbcError): An edit was refused.
    """

    case_opened = Signal()
    images_changed = Signal()
    cells_changed = Signal(list)
    selection_changed = Signal(list)
    current_changed = Signal(object)
    image_shown = Signal(str)
    differential_changed = Signal()
    history_changed = Signal()
    state_changed = Signal()
    weighed = Signal(int, int)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None
        self._store: CaseStore | None = None
        self._selection: list[Key] = []
        self._current: Key | None = None
        self._image = ""
        self._counting = False
        self._add_cell: AddCell | None = None
        self.user = ""

    # what there is ---------------------------------------------------------

    @property
    def case(self) -> Case | None:
        """The open case; change it through this object alone."""
        return self._case

    @property
    def is_open(self) -> bool:
        """Whether a case is open."""
        return self._case is not None

    @property
    def name(self) -> str:
        """The sample's name; empty without a case."""
        return self._case.sample if self._case is not None else ""

    @property
    def root(self) -> Path | None:
        """The sample's folder (or the slide file's folder)."""
        return Path(self._case.root) if self._case is not None else None

    def images(self) -> list[CaseImage]:
        """The images counted so far, in the order they were counted."""
        return list(self._case.images) if self._case is not None else []

    def image_path(self, image: str) -> Path:
        """The file of an image of the case."""
        root = self.root
        if root is None:
            raise CaseFault("No case is open.")
        return root / image

    def faults(self) -> list[tuple[str, str]]:
        """Images that could not be counted: (image, why)."""
        return list(self._case.faults) if self._case is not None else []

    def cells(self) -> list[Cell]:
        """All cells of the case, in the order of images and numbers."""
        return list(self._case.cells) if self._case is not None else []

    def cells_of(self, image: str) -> list[Cell]:
        """The cells of one image."""
        return self._case.cells_of(image) if self._case is not None else []

    def cell(self, key: Key | None) -> Cell | None:
        """One cell, or None where there is no such cell (any more)."""
        if self._case is None or key is None:
            return None
        return self._case.cell(key)

    def label_of(self, cell: Cell) -> str:
        """The class under which a cell is counted (a kind of "not counted" by its kind)."""
        return class_of(cell)

    @property
    def read_only(self) -> bool:
        """Whether edits are refused: no case, or it is signed."""
        return self._case is None or self._case.signed

    @property
    def signed(self) -> bool:
        """Whether the case is signed."""
        return self._case is not None and self._case.signed

    @property
    def counting(self) -> bool:
        """Whether cells are still being added by a running count."""
        return self._counting

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self._case is not None and not self.read_only and self._case.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to make again."""
        return self._case is not None and not self.read_only and self._case.can_redo

    def history(self) -> Sequence[HistoryEntry]:
        """Every recorded change, oldest first."""
        return tuple(self._case.history) if self._case is not None else ()

    # what is shown -----------------------------------------------------------

    @property
    def selection(self) -> list[Key]:
        """The selected cells' keys."""
        return list(self._selection)

    @property
    def current(self) -> Key | None:
        """The key of the cell that the inspector shows."""
        return self._current

    @property
    def current_image(self) -> str:
        """The image that the field viewer shows; empty without one."""
        return self._image

    def select(self, keys: Iterable[Key]) -> None:
        """Select exactly these cells (keys of no cell are left out)."""
        wanted = [k for k in dict.fromkeys(keys) if self.cell(k) is not None]
        if wanted != self._selection:
            self._selection = wanted
            self.selection_changed.emit(list(wanted))

    def set_current(self, key: Key | None) -> None:
        """Make one cell the current one, and show its image."""
        if key is not None and self.cell(key) is None:
            key = None
        if key == self._current:
            return
        self._current = key
        if key is not None:
            self.show_image(key[0])
        self.current_changed.emit(key)

    def choose(self, key: Key | None) -> None:
        """Select one cell alone and make it current."""
        self.select([] if key is None else [key])
        self.set_current(key)

    def show_image(self, image: str) -> None:
        """Ask the field viewer to show an image of the case."""
        if image != self._image:
            self._image = image
            self.image_shown.emit(image)

    # edits -------------------------------------------------------------------

    def reclassify(self, keys: Iterable[Key], label: str, reason: str = "") -> bool:
        """Give cells another class; False if it was refused."""
        from wbc_desktop.core.case import Reclassify

        return self._apply_to(keys, lambda k: Reclassify(k, label, reason))

    def accept(self, keys: Iterable[Key]) -> bool:
        """Confirm the label in force of each cell; False if it was refused."""
        from wbc_desktop.core.case import AcceptCells

        return self._apply_to(keys, AcceptCells)

    def remove(self, keys: Iterable[Key], reason: str = "no cell") -> bool:
        """Take false cells out of the case; False if it was refused."""
        from wbc_desktop.core.case import RemoveCells

        return self._apply_to(keys, lambda k: RemoveCells(k, reason))

    def add_cell(self, cell: Cell) -> bool:
        """Add a cell by hand; its number is given here."""
        from wbc_desktop.core.case import AddCell

        if self._case is None:
            return False
        number = self._case.next_number(cell.image)
        added = replace(cell, number=number, added=True)
        if not self._apply(AddCell(added)):
            return False
        self.choose(added.key)
        return True

    def add_cell_at(self, image: str, x: float, y: float) -> None:
        """Find, classify and add the cell at a point (level-0 pixels), in the background."""
        if self.read_only:
            self.failed.emit(CaseFault("The case is signed.", "Re-open it to add a cell."))
        elif self._add_cell is None:
            self.failed.emit(CaseFault("The model is still loading.", "Try again in a moment."))
        else:
            self._add_cell(image, x, y)

    def set_add_cell(self, job: AddCell | None) -> None:
        """Set what finds the cell at a point: (image, x, y), which ends in ``add_cell``."""
        self._add_cell = job

    def set_data(self, data: SampleData) -> bool:
        """Replace what was entered of the sample; False if it was refused."""
        from wbc_desktop.core.case import SetSampleData

        if self._case is None or data == self._case.data:
            return False
        return self._apply(SetSampleData(data))

    def note(self, act: Act, text: str = "") -> None:
        """Record an act that changes no cell (an export ...)."""
        from wbc_desktop.core.case import Note

        self._apply(Note(act, text))

    def undo(self) -> None:
        """Take the last edit back."""
        if self.can_undo and self._case is not None:
            case = self._case
            self._record(lambda: case.undo(user=self.user))

    def redo(self) -> None:
        """Make the last edit taken back again."""
        if self.can_redo and self._case is not None:
            case = self._case
            self._record(lambda: case.redo(user=self.user))

    def sign(self, comment: str = "", policy: SignPolicy | None = None) -> bool:
        """Sign the case; False if the rules of ``core.signoff`` refuse it."""
        from wbc_desktop.core.case import Sign
        from wbc_desktop.core.signoff import SignPolicy

        return self._apply(Sign(comment, policy or SignPolicy()))

    def reopen(self, reason: str) -> bool:
        """Open a signed case for edits again, with the reason in its history."""
        from wbc_desktop.core.case import Reopen

        return self._apply(Reopen(reason))

    def _apply_to(self, keys: Iterable[Key], make: Callable[[tuple[Key, ...]], Edit]) -> bool:
        there = tuple(k for k in dict.fromkeys(keys) if self.cell(k) is not None)
        return bool(there) and self._apply(make(there))

    def _apply(self, edit: Edit) -> bool:
        case = self._case
        if case is None:
            return False
        return self._record(lambda: case.apply(edit, user=self.user))

    def _record(self, change: Callable[[], HistoryEntry]) -> bool:
        """Change the case, store the entry, and tell what changed."""
        case, store = self._case, self._store
        if case is None:
            return False
        signed = case.signed
        try:
            entry = change()
            if store is not None:
                store.record(case, entry, wait=entry.act in AWAITED)
        except WbcError as error:
            if store is not None:
                self._case = store.load(case.id)
                self._tell(tuple(dict.fromkeys(c.key for each in (case, self._case) for c in each.cells)))
            self.failed.emit(error)
            return False
        self._tell(entry.keys)
        if case.signed != signed:
            self.state_changed.emit()
        return True

    def _tell(self, keys: Sequence[Key]) -> None:
        """Tell of the cells of an entry: what is told costs as much as what was changed."""
        if keys:
            self.cells_changed.emit(list(keys))
            self.select(self._selection)
            if self._current in keys and self.cell(self._current) is None:
                self.set_current(None)
        self.differential_changed.emit()
        self.history_changed.emit()

    # opening and counting ----------------------------------------------------

    def open(self, case: Case | None, store: CaseStore | None) -> None:
        """Show a case (None: none); its edits go to ``store`` at once."""
        self._case, self._store = case, store
        self._selection, self._current, self._counting = [], None, False
        self._image = ""
        images = self.images()
        self.case_opened.emit()
        self.selection_changed.emit([])
        self.current_changed.emit(None)
        self.differential_changed.emit()
        self.history_changed.emit()
        self.state_changed.emit()
        if images:
            self.show_image(images[0].name)

    def take(self, event: Recorded, renumbered: Renumbered) -> None:
        """Take in what a running count gives for the open case; stored at once (``take_event``)."""
        case = self._case
        if case is None:
            return
        entry = take_event(case, self._store, event, self.user, renumbered)
        if entry is None:
            return
        keys = [key for key in entry.keys if case.cell(key) is not None]
        if isinstance(event, ImageCounted):
            self.images_changed.emit()
        if keys:
            self.cells_changed.emit(keys)
        if isinstance(event, ImageCounted) and not self._image:
            self.show_image(event.image)
        self.differential_changed.emit()
        self.history_changed.emit()
        if isinstance(event, CellsWeighed) and entry.changes:
            self.weighed.emit(len(entry.changes), len(case.cells))

    def set_counting(self, counting: bool) -> None:
        """Say whether a running count still adds cells."""
        if counting != self._counting:
            self._counting = counting
            self.state_changed.emit()
            self.differential_changed.emit()

    # what comes next -----------------------------------------------------------

    def unreviewed(self) -> list[Cell]:
        """Cells that nobody has confirmed or corrected yet."""
        return [c for c in self.cells() if c.review is None]

    def next_uncertain(self) -> Key | None:
        """The unreviewed cell that needs the eye most, current one excepted.

        Cells whose class decides a flag come first, then the unidentified, then by confidence.
        """
        order = review_first(self._case) if self._case is not None else []
        return next((c.key for c in order if c.key != self._current), None)

    def choose_next_uncertain(self) -> None:
        """Go to the unreviewed cell that the model is least certain of."""
        self.choose(self.next_uncertain())
