"""Pixels in: image and slide sources, tiles, illumination, crops, masks, folders (no torch, no Qt)."""
