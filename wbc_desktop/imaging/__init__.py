"""Pixels in: image and slide sources, tiles, illumination and colour, crops, masks, folders (no torch, no Qt)."""
