"""What the numbers of a TIFF mean: microns per pixel, and stored samples as 8-bit sRGB."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from wbc_desktop.imaging.pyramid import plausible_mpp
from wbc_desktop.imaging.source import RGB

_MICRONS = {
    "m": 1e6,
    "dm": 1e5,
    "cm": 1e4,
    "mm": 1e3,
    "µm": 1.0,
    "μm": 1.0,
    "um": 1.0,
    "micron": 1.0,
    "nm": 1e-3,
}


def microns_per_pixel(file: Any) -> float | None:
    """Microns per level-0 pixel from OME, Aperio, ImageJ or resolution tags; else None.

    Args:
        file: An opened ``tifffile.TiffFile``.
    """
    for source in (_from_ome, _from_aperio, _from_resolution):
        try:
            mpp = plausible_mpp(source(file))
        except (ValueError, KeyError, TypeError, ZeroDivisionError, AttributeError, ElementTree.ParseError):
            continue
        if mpp is not None:
            return mpp
    return None


def _from_ome(file: Any) -> float | None:
    if not file.is_ome or "<!DOCTYPE" in file.ome_metadata:  # entities are never expanded
        return None
    for element in ElementTree.fromstring(file.ome_metadata).iter():
        if element.tag.rpartition("}")[2] == "Pixels" and "PhysicalSizeX" in element.attrib:
            unit = element.attrib.get("PhysicalSizeXUnit", "µm")
            return float(element.attrib["PhysicalSizeX"]) * _MICRONS[unit]
    return None


def _from_aperio(file: Any) -> float | None:
    description = file.pages[0].description
    for part in description.split("|"):
        key, _, value = part.partition("=")
        if key.strip() == "MPP":
            return float(value)
    return None


def _from_resolution(file: Any) -> float | None:
    tags = file.pages[0].tags
    top, bottom = (float(v) for v in tags["XResolution"].value)
    per_unit = top / bottom
    if file.is_imagej:
        return _MICRONS[file.imagej_metadata.get("unit", "").replace("\\u00B5", "µ")] / per_unit
    unit = int(tags["ResolutionUnit"].value)
    return {2: 25400.0, 3: 10000.0}[unit] / per_unit


@dataclass(frozen=True, slots=True)
class Tone:
    """How stored samples become 8-bit RGB.

    Attributes:
        inverted: 0 is white (photometric "min is white").
        palette: uint8 (entries, 3) of an indexed image.
        inks: Whether the samples are cyan, magenta, yellow and black.
        peak: The sample value that is shown as 255.
        needs_peak: Whether ``peak`` is a guess that should be replaced by a look at the data: a camera of
            10, 12 or 14 bits stores in 16.
    """

    inverted: bool = False
    palette: npt.NDArray[np.uint8] | None = None
    inks: bool = False
    peak: float = 255.0
    needs_peak: bool = False

    @classmethod
    def of_page(cls, page: Any) -> Tone:
        """Read it from a ``tifffile.TiffPage``."""
        palette = None
        if page.photometric == 3 and page.colormap is not None:
            palette = (np.asarray(page.colormap).T >> 8).astype(np.uint8)
        kind, bits = page.dtype.kind, page.bitspersample
        bits = bits[0] if isinstance(bits, tuple) else bits
        peak = 1.0 if kind in "fb" else float(2 ** (bits - (kind == "i")) - 1)
        return cls(
            inverted=page.photometric == 0,
            palette=palette,
            inks=page.photometric == 5,
            peak=peak,
            needs_peak=palette is None and (kind == "f" or bits > 8),
        )

    def with_peak(self, sample: npt.NDArray[Any]) -> Tone:
        """Choose the peak from a sample of the data: the next power of two above its largest value."""
        largest = float(np.nanmax(sample)) if sample.size else 0.0
        if not math.isfinite(largest) or largest <= 0:
            return replace(self, needs_peak=False)
        peak = 1.0 if largest <= 1.0 else 2.0 ** math.ceil(math.log2(largest + 1)) - 1
        return replace(self, peak=max(peak, 255.0) if peak > 1 else peak, needs_peak=False)

    def to_rgb(self, samples: npt.NDArray[Any]) -> RGB:
        """Samples (rows, columns, n) as uint8 (rows, columns, 3)."""
        if self.palette is not None:
            indexed: RGB = self.palette[np.clip(samples[..., 0], 0, len(self.palette) - 1)]
            return indexed
        eight = self._eight_bit(samples)
        if self.inverted:
            eight = 255 - eight
        if self.inks and eight.shape[2] >= 4:
            light = (255 - eight[..., :3]).astype(np.uint16) * (255 - eight[..., 3:4])
            return (light // 255).astype(np.uint8)
        if eight.shape[2] < 3:
            return np.repeat(eight[..., :1], 3, axis=2)
        if eight.shape[2] >= 4:
            alpha = eight[..., 3:4].astype(np.uint16)
            flat = (eight[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255
            eight = flat.astype(np.uint8)
        return eight

    def _eight_bit(self, samples: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
        if samples.dtype == np.uint8 and self.peak == 255:
            return samples
        scaled = np.nan_to_num(samples.astype(np.float32)) * (255.0 / self.peak)
        eight: RGB = np.clip(scaled + 0.5, 0, 255).astype(np.uint8)
        return eight
