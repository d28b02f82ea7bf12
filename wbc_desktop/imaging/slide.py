"""Whole slides through OpenSlide: svs, ndpi, mrxs, scn, bif, vms, tiled TIFF, DICOM and others.

Only the pyramid is read. Label, macro and thumbnail images are never opened: a label can carry a
patient's name.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wbc_desktop.core.closing import Closing
from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.imaging.pyramid import check_pyramid, plausible_mpp
from wbc_desktop.imaging.source import RGB

if TYPE_CHECKING:
    import openslide
    from PIL import Image

    from wbc_desktop.imaging.dicom import DicomSource
    from wbc_desktop.imaging.limits import Limits

CACHE_BYTES = 64 << 20
"""OpenSlide's cache of decoded tiles, per slide: about 80 tiles of 512 x 512."""


def is_openslide_format(path: Path) -> bool:
    """Whether OpenSlide knows the file's format; reads a few kilobytes."""
    import openslide

    return openslide.OpenSlide.detect_format(path) is not None


class OpenSlideSource(Closing):
    """An ``ImageSource`` over OpenSlide; safe to read from several threads."""

    is_slide = True
    pictures = 1

    def __init__(self, path: Path, slide: openslide.OpenSlide) -> None:
        self.path = path
        self._slide = slide
        self._reopening = threading.Lock()
        self._set_cache()
        properties = slide.properties
        self.dimensions: tuple[int, int] = slide.dimensions
        self.level_dimensions: tuple[tuple[int, int], ...] = slide.level_dimensions
        self.level_downsamples: tuple[float, ...] = slide.level_downsamples
        self.mpp: float | None = plausible_mpp(properties.get("openslide.mpp-x"))
        self.vendor: str = properties.get("openslide.vendor", "")

    def _set_cache(self) -> None:
        import openslide

        self._slide.set_cache(openslide.OpenSlideCache(CACHE_BYTES))

    def read_region(self, location: tuple[int, int], level: int, size: tuple[int, int]) -> RGB:
        """Read a region; see ``ImageSource.read_region``."""
        import openslide

        slide = self._slide
        try:
            region = slide.read_region(location, level, size)
        except openslide.OpenSlideError as error:
            # OpenSlide refuses every call after a fault: open anew, so that the rest stays readable.
            self._reopen(slide)
            raise UnreadableImage(
                f"The slide is damaged near x {location[0]}, y {location[1]}.",
                "Scan or copy the slide again; the other regions can still be counted.",
                file=self.path,
                detail=str(error),
            ) from error
        except ValueError as error:  # closed by another thread
            raise UnreadableImage("The slide was closed.", file=self.path, detail=str(error)) from error
        return _on_white(region)

    def _reopen(self, broken: openslide.OpenSlide) -> None:
        import openslide

        with self._reopening:
            if self._slide is not broken:
                return
            try:
                self._slide = openslide.OpenSlide(self.path)
            except (openslide.OpenSlideError, OSError):
                return
            self._set_cache()
        broken.close()

    def read(self) -> RGB:
        """Read the whole of level 0; meant for photographs, so only small slides fit."""
        return self.read_region((0, 0), 0, self.dimensions)

    def close(self) -> None:
        """Release the file."""
        self._slide.close()


def open_slide_source(path: Path, limits: Limits) -> OpenSlideSource | DicomSource:
    """Open a whole slide, with OpenSlide wherever it can.

    Args:
        path: The slide file; for mrxs and vms its folder of parts must lie beside it.
        limits: Checked against the slide's own numbers before a pixel is read.

    Raises:
        UnreadableImage: OpenSlide does not know the file, or it is damaged.
        UnsafeImage: It breaks the limits.
    """
    import openslide

    try:
        slide = openslide.OpenSlide(path)
    except openslide.OpenSlideUnsupportedFormatError as error:
        raise UnreadableImage(
            "This is no slide that can be read, or the file is damaged.",
            "Export it from the scanner as SVS, NDPI, MRXS, DICOM or pyramidal TIFF, or copy it again.",
            file=path,
            detail=str(error),
        ) from error
    except (openslide.OpenSlideError, OSError) as error:
        from wbc_desktop.imaging.dicom import is_dicom, open_dicom_source

        if path.is_file() and is_dicom(path):
            return open_dicom_source(path, limits)
        raise UnreadableImage(
            "The slide cannot be opened: it is damaged or a part of it is missing.",
            "Copy it again, with the folder beside it if it has one.",
            file=path,
            detail=str(error),
        ) from error
    try:
        check_pyramid(path, slide.level_dimensions, limits)
        return OpenSlideSource(path, slide)
    except BaseException:
        slide.close()
        raise


def _on_white(region: Image.Image) -> RGB:
    """Flatten straight-alpha RGBA on white; opaque regions, nearly all, are only copied."""
    rgba = np.asarray(region)
    alpha = rgba[..., 3]
    rgb = np.ascontiguousarray(rgba[..., :3])
    if alpha.size and int(alpha.min()) < 255:
        weight = alpha[..., None].astype(np.uint16)
        rgb = ((rgb * weight + 255 * (255 - weight) + 127) // 255).astype(np.uint8)
    return rgb
