"""What the window's own jobs and records can say went wrong."""

from wbc_desktop.app.translations import QT_TRANSLATE_NOOP

SENTENCES = (
    QT_TRANSLATE_NOOP("", "There is not enough memory for this."),
    QT_TRANSLATE_NOOP("", "Close other programs, or choose the processor (CPU) as device in the settings."),
    QT_TRANSLATE_NOOP("", "The file system refused: {a}."),
    QT_TRANSLATE_NOOP("", "Check that the disk is there, has room and may be written."),
    QT_TRANSLATE_NOOP("", "Ask for permission, or choose another place."),
    QT_TRANSLATE_NOOP("", "An unexpected fault: {a}: {b}"),
    QT_TRANSLATE_NOOP("", "Your work is saved. Copy the details into a report, so that it can be mended."),
    QT_TRANSLATE_NOOP("", "There is a model of this name already."),
    QT_TRANSLATE_NOOP("", "Choose another name."),
    QT_TRANSLATE_NOOP("", "The case is signed."),
    QT_TRANSLATE_NOOP("", "Re-open it to add a cell."),
    QT_TRANSLATE_NOOP("", "The model is still loading."),
    QT_TRANSLATE_NOOP("", "Try again in a moment."),
    QT_TRANSLATE_NOOP("", "No case is open."),
    QT_TRANSLATE_NOOP("", "This is a second review already."),
    QT_TRANSLATE_NOOP("", "A second review is made by another person."),
    QT_TRANSLATE_NOOP("", "Enter the second observer's name in the settings."),
    QT_TRANSLATE_NOOP("", "There is no image here that can be opened."),
    QT_TRANSLATE_NOOP("", "Choose a folder of photographs (JPEG, PNG, TIFF) or a whole slide."),
    QT_TRANSLATE_NOOP("", "The image cannot be read."),
    QT_TRANSLATE_NOOP("", "Check that the file is there and whole."),
)
