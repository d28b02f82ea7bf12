"""The numbers that the finder network and the reading of its answer share; no torch here."""

PIXEL_CLASSES = ("background", "cytoplasm", "nucleus", "red_cell", "platelet")
"""What a pixel may be, in the order of the first output; dirt counts as platelet."""

WINDOW = 96
"""Side in pixels of the window in which a cell is outlined; 128 is no better (``docs/results/speed.md``)."""

FIRST_SIDE = 256
"""Longer side in pixels of the first look at an image of unknown scale."""

FIRST_SIDE_OF_SMALL_IMAGE = 160
"""The same for a small image, which shows few, large cells."""

USUAL_SIDES = (WINDOW, FIRST_SIDE_OF_SMALL_IMAGE, FIRST_SIDE)
"""Longer sides that nearly every input has; an engine may be made ready for these shapes."""

STRIDE = 2
"""Input pixels per output pixel."""

OFFSET_UNIT = 32.0
"""Input pixels per unit of the offset output."""

DIAMETER_UNIT = 32.0
"""Diameter in input pixels whose logarithm the diameter output calls 0."""
