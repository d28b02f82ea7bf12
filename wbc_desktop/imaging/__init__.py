"""Pixels in: image and slide sources, tiles, illumination, colour, crops, masks, folders (no torch, no Qt)."""
