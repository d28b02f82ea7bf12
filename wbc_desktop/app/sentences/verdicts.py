"""What ``inference`` says of images, slides and counts."""

from wbc_desktop.app.translations import QT_TRANSLATE_NOOP

SENTENCES = (
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
    QT_TRANSLATE_NOOP(
        "",
        "The images have no colour (at most {a} of 255), and without it white cells cannot be told apart: "
        "set the camera to colour.",
    ),
    QT_TRANSLATE_NOOP(
        "",
        "The images have no colour, and without it white cells cannot be told apart: "
        "set the camera to colour.",
    ),
    QT_TRANSLATE_NOOP(
        "",
        "The file holds {a} pictures, and the first alone was counted: save each as a file of its own.",
    ),
    QT_TRANSLATE_NOOP(
        "",
        "The image is empty: it shows nothing, and no cell was counted; check the lamp and the shutter.",
    ),
    QT_TRANSLATE_NOOP("", "Nuclei are pale (density {a}): check stain, exposure and contrast."),
    QT_TRANSLATE_NOOP(
        "",
        "The cells are blurred (edge energy {a}): focus, clean the lens, check the immersion oil.",
    ),
    QT_TRANSLATE_NOOP("", "White cells are too small: use the 100x or 60x lens or a higher resolution."),
    QT_TRANSLATE_NOOP("", "The light is uneven: centre the condenser, or use flat-field."),
    QT_TRANSLATE_NOOP("", "The background is strongly coloured: set the white balance on an empty place."),
    QT_TRANSLATE_NOOP("", "The images are dark: more light or a longer exposure."),
    QT_TRANSLATE_NOOP("", "Nuclei are pale: check stain, exposure and contrast."),
    QT_TRANSLATE_NOOP("", "The cells are blurred: focus, clean the lens, check the immersion oil."),
    QT_TRANSLATE_NOOP("", "No white cell was found: is this a stained blood smear in focus?"),
    QT_TRANSLATE_NOOP(
        "",
        "The model is unsure of these cells (mean confidence {a}): they look unlike those that "
        "it knows; review every cell, and {b}.",
    ),
    QT_TRANSLATE_NOOP(
        "",
        "The cells are of another kind than those that the model has learnt from (likeness {a}): "
        "is this a stained blood smear? Do not count these images without looking at every cell.",
    ),
    QT_TRANSLATE_NOOP(
        "",
        "The cells look somewhat unlike those that the model has learnt from (likeness {a}): "
        "another stain or camera; review every cell, and calibrate with 50 to 100 of your own cells.",
    ),
    QT_TRANSLATE_NOOP("", "calibrate with 50 to 100 of your own cells"),
    QT_TRANSLATE_NOOP("", "label more cells"),
    QT_TRANSLATE_NOOP("", "Green: {a} images, {b} white cells; all is in the range the model knows."),
    QT_TRANSLATE_NOOP("", "Slides are not checked."),
    QT_TRANSLATE_NOOP("", "Name photographs, or fields of the slide saved as images."),
    QT_TRANSLATE_NOOP("", "Amber: {a}"),
    QT_TRANSLATE_NOOP("", "Red: {a}"),
    QT_TRANSLATE_NOOP(
        "",
        "The whole film was searched: it holds {a} cells of the five classes, fewer than the {b} asked for.",
    ),
    QT_TRANSLATE_NOOP("", "Some cells were counted outside the monolayer, where cells lie on each other."),
    QT_TRANSLATE_NOOP("", "The slide states no microns per pixel; the size of the red cells was used."),
    QT_TRANSLATE_NOOP("", "{a} fields of the slide are damaged and were passed over."),
    QT_TRANSLATE_NOOP("", "The slide is damaged: none of its fields can be read."),
    QT_TRANSLATE_NOOP("", "Scan or copy it again."),
    QT_TRANSLATE_NOOP("", "No blood film found on this slide."),
    QT_TRANSLATE_NOOP(
        "",
        "Only smears of blood are counted; for a smear that was not recognised, export its fields as images.",
    ),
    QT_TRANSLATE_NOOP("", "There is no folder “{a}”."),
    QT_TRANSLATE_NOOP("", "Name the folder that the camera program saves to."),
    QT_TRANSLATE_NOOP("", "There is not enough memory to count this image."),
    QT_TRANSLATE_NOOP("", "Close other programs."),
    QT_TRANSLATE_NOOP("", "The image could not be counted because of a fault in the program."),
    QT_TRANSLATE_NOOP("", "Please report it with the log file."),
    QT_TRANSLATE_NOOP("", "There is no content “{a}”."),
    QT_TRANSLATE_NOOP("", "Choose one of {a}."),
    QT_TRANSLATE_NOOP("", "{a} of {b}, {c} to go"),
    QT_TRANSLATE_NOOP("", "looking for the film"),
    QT_TRANSLATE_NOOP("", "waiting for photographs"),
    QT_TRANSLATE_NOOP("", "Counting on a cluster needs dask.distributed."),
    QT_TRANSLATE_NOOP("", "pip install wbc-desktop[cluster]"),
    QT_TRANSLATE_NOOP("", "No Dask scheduler answers at {a}."),
    QT_TRANSLATE_NOOP(
        "",
        "Start one with: dask scheduler; and workers with: dask worker tcp://HOST:8786 --nthreads 1",
    ),
    QT_TRANSLATE_NOOP("", "The cluster could not count this image."),
    QT_TRANSLATE_NOOP("", "Look into the worker's log; count it on one PC."),
    QT_TRANSLATE_NOOP("", "The journal of this run cannot be read."),
    QT_TRANSLATE_NOOP("", "Count again without --resume."),
    QT_TRANSLATE_NOOP("", "The journal of the stopped run is damaged."),
    QT_TRANSLATE_NOOP("", "The stopped run cannot be resumed: {a} changed (it was counted with {b}{c})."),
    QT_TRANSLATE_NOOP("", "Use the same settings, or count again without --resume."),
    QT_TRANSLATE_NOOP("", "The output folder cannot be written ({a})."),
    QT_TRANSLATE_NOOP("", "Free some space or choose another folder; a stopped run goes on with --resume."),
    QT_TRANSLATE_NOOP("", "Another count is writing into this folder."),
    QT_TRANSLATE_NOOP("", "Wait until it is done, or choose another output folder."),
    QT_TRANSLATE_NOOP("", "The part of the program that counts could not be started."),
    QT_TRANSLATE_NOOP("", "The part of the program that counts has ended."),
    QT_TRANSLATE_NOOP("", "What was counted is saved. Open the sample again to count the rest."),
)
