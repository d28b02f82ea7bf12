"""Data sets of the study and the public ones in its place: reading, checking, thinning, decoding."""
