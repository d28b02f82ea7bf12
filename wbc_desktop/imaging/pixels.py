"""Any Pillow image as 8-bit sRGB: modes, transparency, 16 bits, colour profiles, rotation."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from wbc_desktop.imaging.source import RGB

CAMERA_BITS = (8, 10, 12, 14, 16)
"""Cameras of these depths store their samples in 16 bits without scaling."""

_TRANSPARENT = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})
DEEP = frozenset({"I", "I;16", "I;16B", "I;16L", "I;16N", "F"})
"""Modes with more than 8 bits a sample."""


_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation."""


def to_rgb(image: Image.Image, orientation: int = 1) -> RGB:
    """Decode an opened image and convert it.

    Transparency is laid on white, as a slide's empty part; a colour profile other
    than sRGB is converted to sRGB.

    Args:
        image: As ``PIL.Image.open`` gives it.
        orientation: Of EXIF, 1 to 8; the result is upright.

    Returns:
        uint8 (rows, columns, 3), C-contiguous.

    Raises:
        OSError, SyntaxError, ValueError: Pillow's, for damaged files.
    """
    image.load()
    upright = image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image
    if upright.mode in DEEP:
        return _grey(_eight_bits(np.asarray(upright)))
    flat = _flatten(upright)
    profile = image.info.get("icc_profile")
    converted = _to_srgb(flat, profile) if profile else None
    if converted is None:
        converted = flat if flat.mode == "RGB" else flat.convert("RGB")
    return np.ascontiguousarray(np.asarray(converted))


def _flatten(image: Image.Image) -> Image.Image:
    if image.mode not in _TRANSPARENT and "transparency" not in image.info:
        return image
    rgba = image.convert("RGBA")
    if rgba.getchannel("A").getextrema()[0] == 255:
        return rgba.convert("RGB")
    white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, rgba).convert("RGB")


def _to_srgb(image: Image.Image, data: bytes) -> Image.Image | None:
    """The image in sRGB, or None where its profile says sRGB already or is not usable."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        name = ImageCms.getProfileDescription(profile).lower()
        if "srgb" in name or image.mode not in ("RGB", "CMYK", "L"):
            return None
        if image.mode == "L" or profile.profile.xcolor_space.strip() not in ("RGB", "CMYK"):
            return None
        return ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None  # a damaged profile does not make the pixels unreadable


def _eight_bits(samples: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Deep grey samples as 8 bits; the camera's depth is the smallest that holds the largest value."""
    values = np.nan_to_num(samples.astype(np.float32))
    largest = float(values.max()) if values.size else 0.0
    if largest <= 1.0:
        top = 1.0
    else:
        top = next((2.0**bits - 1 for bits in CAMERA_BITS if largest < 2**bits), largest)
    eight: npt.NDArray[np.uint8] = np.clip(values * (255.0 / top) + 0.5, 0, 255).astype(np.uint8)
    return eight


def _grey(values: npt.NDArray[np.uint8]) -> RGB:
    return np.repeat(values[..., None], 3, axis=2)
