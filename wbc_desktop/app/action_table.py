"""Every action of the window: menu, shortcut, tooltip and icon in one table."""

from __future__ import annotations

from dataclasses import dataclass

from wbc_desktop.app.translations import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        id: Its name in the program.
        menu: The menu that lists it.
        text: Menu text in English, with its mnemonic.
        tip: What it does, one sentence without full stop.
        keys: Shortcut as ``QKeySequence`` text; several separated by `` | ``.
        icon: File name in ``resources/icons``; empty for none.
        checkable: Whether it is on or off.
        separator: Whether a separator stands before it.
    """

    id: str
    menu: str
    text: str
    tip: str
    keys: str = ""
    icon: str = ""
    checkable: bool = False
    separator: bool = False


SPECS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "open_files",
        "file",
        QT_TRANSLATE_NOOP("", "&Open image or slide…"),
        QT_TRANSLATE_NOOP("", "Open an image or a whole slide and count it"),
        "Ctrl+O",
        "open",
    ),
    ActionSpec(
        "open_folder",
        "file",
        QT_TRANSLATE_NOOP("", "Open &folder…"),
        QT_TRANSLATE_NOOP("", "Open a folder of images as one sample, or a folder of samples"),
        "Ctrl+Shift+O",
        "folder",
    ),
    ActionSpec(
        "watch",
        "file",
        QT_TRANSLATE_NOOP("", "Co&unt as the camera saves…"),
        QT_TRANSLATE_NOOP("", "Watch a folder and count each photograph that is saved there; again: end it"),
        "Ctrl+Shift+W",
        "play",
    ),
    ActionSpec(
        "demo",
        "file",
        QT_TRANSLATE_NOOP("", "Open &demo smear"),
        QT_TRANSLATE_NOOP("", "Open a drawn smear to try the program without images of your own"),
        "Ctrl+D",
        "smear",
    ),
    ActionSpec(
        "close_case",
        "file",
        QT_TRANSLATE_NOOP("", "&Close sample"),
        QT_TRANSLATE_NOOP("", "Close the open sample; everything is saved already"),
        "Ctrl+W",
        "close",
        separator=True,
    ),
    ActionSpec(
        "export",
        "file",
        QT_TRANSLATE_NOOP("", "&Export…"),
        QT_TRANSLATE_NOOP("", "Write the results of this sample as files"),
        "Ctrl+E",
        "export",
    ),
    ActionSpec(
        "copy_table",
        "file",
        QT_TRANSLATE_NOOP("", "Copy differential as &table"),
        QT_TRANSLATE_NOOP("", "Copy the differential, to paste into a spreadsheet or a report"),
        "Ctrl+Shift+C",
        "copy",
    ),
    ActionSpec(
        "settings",
        "file",
        QT_TRANSLATE_NOOP("", "&Settings…"),
        QT_TRANSLATE_NOOP("", "Model, device, classes, reference intervals, language and look"),
        "Ctrl+,",
        "settings",
        separator=True,
    ),
    ActionSpec(
        "quit",
        "file",
        QT_TRANSLATE_NOOP("", "&Quit"),
        QT_TRANSLATE_NOOP("", "Close the program; everything is saved already"),
        "Ctrl+Q",
        separator=True,
    ),
    ActionSpec(
        "undo",
        "edit",
        QT_TRANSLATE_NOOP("", "&Undo"),
        QT_TRANSLATE_NOOP("", "Take the last decision back"),
        "Ctrl+Z",
        "undo",
    ),
    ActionSpec(
        "redo",
        "edit",
        QT_TRANSLATE_NOOP("", "&Redo"),
        QT_TRANSLATE_NOOP("", "Make the decision again that was taken back"),
        "Ctrl+Shift+Z | Ctrl+Y",
        "redo",
    ),
    ActionSpec(
        "select_all",
        "edit",
        QT_TRANSLATE_NOOP("", "Select &all cells"),
        QT_TRANSLATE_NOOP("", "Select every cell of the sample"),
        "Ctrl+A",
        separator=True,
    ),
    ActionSpec(
        "select_class",
        "edit",
        QT_TRANSLATE_NOOP("", "Select all of this &class"),
        QT_TRANSLATE_NOOP("", "Select every cell that has the current cell's class"),
        "Ctrl+Shift+A",
    ),
    ActionSpec(
        "accept",
        "cell",
        QT_TRANSLATE_NOOP("", "&Confirm"),
        QT_TRANSLATE_NOOP("", "Confirm the class of the selected cells"),
        "Return | Enter | Space",
        "accept",
    ),
    ActionSpec(
        "accept_rest",
        "cell",
        QT_TRANSLATE_NOOP("", "Confirm all &others…"),
        QT_TRANSLATE_NOOP("", "Confirm every cell that is not yet reviewed and has a class"),
        "Ctrl+Return",
        "accept-all",
    ),
    ActionSpec(
        "next_uncertain",
        "cell",
        QT_TRANSLATE_NOOP("", "&Next uncertain cell"),
        QT_TRANSLATE_NOOP("", "Go to the unreviewed cell that needs your eye most"),
        "N | F3",
        "next",
    ),
    ActionSpec(
        "remove",
        "cell",
        QT_TRANSLATE_NOOP("", "&Delete false cell"),
        QT_TRANSLATE_NOOP("", "Take the selected objects out: they are no cells"),
        "Delete | Backspace",
        "remove",
    ),
    ActionSpec(
        "next_image",
        "view",
        QT_TRANSLATE_NOOP("", "&Next image"),
        QT_TRANSLATE_NOOP("", "Show the next image of the sample"),
        "PgDown",
        "next-image",
    ),
    ActionSpec(
        "previous_image",
        "view",
        QT_TRANSLATE_NOOP("", "&Previous image"),
        QT_TRANSLATE_NOOP("", "Show the previous image of the sample"),
        "PgUp",
        "previous-image",
    ),
    ActionSpec(
        "page_review",
        "view",
        QT_TRANSLATE_NOOP("", "&Review"),
        QT_TRANSLATE_NOOP("", "Look at the cells of the open sample"),
        "Alt+1",
        "review",
        separator=True,
    ),
    ActionSpec(
        "page_batch",
        "view",
        QT_TRANSLATE_NOOP("", "&Batch"),
        QT_TRANSLATE_NOOP("", "Count many samples, one after the other"),
        "Alt+2",
        "batch",
    ),
    ActionSpec(
        "page_history",
        "view",
        QT_TRANSLATE_NOOP("", "&History"),
        QT_TRANSLATE_NOOP("", "Every change of the open sample, with time and user"),
        "Alt+3",
        "history",
    ),
    ActionSpec(
        "full_screen",
        "view",
        QT_TRANSLATE_NOOP("", "&Full screen"),
        QT_TRANSLATE_NOOP("", "Use the whole screen"),
        "F11",
        checkable=True,
        separator=True,
    ),
    ActionSpec(
        "recount",
        "sample",
        QT_TRANSLATE_NOOP("", "&Count again…"),
        QT_TRANSLATE_NOOP("", "Count the sample's images anew, as a new record"),
        "Ctrl+R",
        "recount",
    ),
    ActionSpec(
        "stop",
        "sample",
        QT_TRANSLATE_NOOP("", "S&top counting"),
        QT_TRANSLATE_NOOP("", "Stop the running count; what was found stays"),
        "Ctrl+.",
        "stop",
    ),
    ActionSpec(
        "sample_data",
        "sample",
        QT_TRANSLATE_NOOP("", "Sample &data…"),
        QT_TRANSLATE_NOOP("", "Enter the white cell count, for absolute counts"),
        "Ctrl+I",
        "info",
    ),
    ActionSpec(
        "sign",
        "sample",
        QT_TRANSLATE_NOOP("", "&Sign…"),
        QT_TRANSLATE_NOOP("", "Sign the reviewed sample; it is read-only afterwards"),
        "Ctrl+Shift+S",
        "sign",
        separator=True,
    ),
    ActionSpec(
        "reopen",
        "sample",
        QT_TRANSLATE_NOOP("", "Re-&open…"),
        QT_TRANSLATE_NOOP("", "Open a signed sample for changes, with a reason"),
        "Ctrl+Shift+R",
        "reopen",
    ),
    ActionSpec(
        "second_review",
        "laboratory",
        QT_TRANSLATE_NOOP("", "&Second review…"),
        QT_TRANSLATE_NOOP("", "Let another person classify the same cells, blind to every earlier answer"),
        "Ctrl+Shift+B",
    ),
    ActionSpec(
        "agreement",
        "laboratory",
        QT_TRANSLATE_NOOP("", "&Agreement of observers…"),
        QT_TRANSLATE_NOOP("", "Compare first and second reviews: table, kappa, Passing-Bablok, Bland-Altman"),
        "Ctrl+Shift+G",
    ),
    ActionSpec(
        "agreement_model",
        "laboratory",
        QT_TRANSLATE_NOOP("", "Agreement with the m&odel…"),
        QT_TRANSLATE_NOOP("", "Compare the model's first calls with the technician's answers"),
        "Ctrl+Shift+M",
    ),
    ActionSpec(
        "calibrate",
        "laboratory",
        QT_TRANSLATE_NOOP("", "Adapt the model to this &microscope…"),
        QT_TRANSLATE_NOOP("", "Let the model learn from 50 to 100 reviewed cells of your own"),
        "Ctrl+Shift+K",
        separator=True,
    ),
    ActionSpec(
        "location_test",
        "laboratory",
        QT_TRANSLATE_NOOP("", "&Cell-location test…"),
        QT_TRANSLATE_NOOP("", "Which share of the white cells was found, on your own images"),
        "Ctrl+Shift+L",
        separator=True,
    ),
    ActionSpec(
        "verify",
        "laboratory",
        QT_TRANSLATE_NOOP("", "Check the &history"),
        QT_TRANSLATE_NOOP("", "Whether every recorded act is as it was written"),
        "Ctrl+Shift+V",
        separator=True,
    ),
    ActionSpec(
        "manual",
        "help",
        QT_TRANSLATE_NOOP("", "&Manual"),
        QT_TRANSLATE_NOOP("", "Read the manual"),
        "F1",
        "help",
    ),
    ActionSpec(
        "shortcuts",
        "help",
        QT_TRANSLATE_NOOP("", "&Keyboard shortcuts"),
        QT_TRANSLATE_NOOP("", "All keys on one page"),
        "Ctrl+K",
    ),
    ActionSpec(
        "diagnostics",
        "help",
        QT_TRANSLATE_NOOP("", "Save &diagnostics…"),
        QT_TRANSLATE_NOOP("", "Logs, versions and settings in one file without patient data, for a report"),
        "Ctrl+Shift+F1",
    ),
    ActionSpec(
        "about",
        "help",
        QT_TRANSLATE_NOOP("", "&About"),
        QT_TRANSLATE_NOOP("", "Version, models, licences"),
        "Shift+F1",
        "info",
        separator=True,
    ),
)

MENUS: tuple[tuple[str, str], ...] = (
    ("file", QT_TRANSLATE_NOOP("", "&File")),
    ("edit", QT_TRANSLATE_NOOP("", "&Edit")),
    ("cell", QT_TRANSLATE_NOOP("", "&Cell")),
    ("view", QT_TRANSLATE_NOOP("", "&View")),
    ("sample", QT_TRANSLATE_NOOP("", "&Sample")),
    ("laboratory", QT_TRANSLATE_NOOP("", "&Laboratory")),
    ("help", QT_TRANSLATE_NOOP("", "&Help")),
)


_CLASS_NAMES = (
    QT_TRANSLATE_NOOP("", "Neutrophil"),
    QT_TRANSLATE_NOOP("", "Eosinophil"),
    QT_TRANSLATE_NOOP("", "Basophil"),
    QT_TRANSLATE_NOOP("", "Lymphocyte"),
    QT_TRANSLATE_NOOP("", "Monocyte"),
    QT_TRANSLATE_NOOP("", "Unidentified"),
    QT_TRANSLATE_NOOP("", "Not counted"),
    QT_TRANSLATE_NOOP("", "Nucleated red cell"),
    QT_TRANSLATE_NOOP("", "Immature granulocyte"),
    QT_TRANSLATE_NOOP("", "Platelet"),
    QT_TRANSLATE_NOOP("", "Smudge cell"),
    QT_TRANSLATE_NOOP("", "Artefact"),
)
"""The class names of ``core.classes``, listed here so that they are translated."""
