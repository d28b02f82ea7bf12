"""The numbers that the finder network and the reading of its answer share; no torch here."""

PIXEL_CLASSES = ("background", "cytoplasm", "nucleus", "red_cell", "platelet")
"""What a pixel may be, in the order of the first output; dirt counts as platelet."""

STRIDE = 2
"""Input pixels per output pixel."""

OFFSET_UNIT = 32.0
"""Input pixels per unit of the offset output."""

DIAMETER_UNIT = 32.0
"""Diameter in input pixels whose logarithm the diameter output calls 0."""
