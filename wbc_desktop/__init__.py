"""White blood cell counter for stained smears: finds, classifies and counts leukocytes on this machine."""

__version__ = "0.1.0"
