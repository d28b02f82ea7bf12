"""DICOM whole slides of one level as research converters write them: tiles, plain or JPEG, for tests."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

SIDE = 32
ACROSS, DOWN = 3, 2


def tiled_dicom(
    path: Path, *, jpeg: bool = False, places: bool = False, tile: int = SIDE, **elements: Any
) -> Path:
    """Six grey tiles, the n-th of value 40 n, row by row.

    Args:
        path: The file.
        jpeg: Whether the tiles are compressed.
        places: Whether the header says where each tile lies.
        tile: Side that the pixels of a tile really have.
        elements: What the header says otherwise, by the elements' names.
    """
    from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
    from pydicom.encaps import encapsulate
    from pydicom.uid import ExplicitVRLittleEndian, JPEGBaseline8Bit

    from wbc_desktop.imaging.dicom import WHOLE_SLIDE_STORAGE

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = WHOLE_SLIDE_STORAGE
    meta.MediaStorageSOPInstanceUID = "1.2.3"
    meta.TransferSyntaxUID = JPEGBaseline8Bit if jpeg else ExplicitVRLittleEndian
    slide = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    slide.SOPClassUID, slide.SOPInstanceUID = WHOLE_SLIDE_STORAGE, "1.2.3"
    slide.Rows = slide.Columns = SIDE
    slide.TotalPixelMatrixRows, slide.TotalPixelMatrixColumns = SIDE * DOWN, SIDE * ACROSS
    slide.NumberOfFrames = ACROSS * DOWN
    slide.SamplesPerPixel, slide.PhotometricInterpretation, slide.PlanarConfiguration = 3, "RGB", 0
    slide.BitsAllocated = slide.BitsStored = 8
    slide.HighBit, slide.PixelRepresentation = 7, 0
    shared, spacing = Dataset(), Dataset()
    spacing.PixelSpacing = [0.00025, 0.00025]
    shared.PixelMeasuresSequence = [spacing]
    slide.SharedFunctionalGroupsSequence = [shared]
    if places:
        slide.PerFrameFunctionalGroupsSequence = [_place(n % ACROSS, n // ACROSS) for n in range(6)]
    for name, value in elements.items():
        setattr(slide, name, value)
    tiles = [np.full((tile, tile, 3), 40 * n, np.uint8) for n in range(6)]
    slide.PixelData = encapsulate([_jpeg(t) for t in tiles]) if jpeg else b"".join(t.tobytes() for t in tiles)
    slide["PixelData"].VR = "OB"
    slide.save_as(path, enforce_file_format=True)
    return path


def _place(column: int, row: int) -> Any:
    from pydicom.dataset import Dataset

    group, position = Dataset(), Dataset()
    position.ColumnPositionInTotalImagePixelMatrix = column * SIDE + 1
    position.RowPositionInTotalImagePixelMatrix = row * SIDE + 1
    group.PlanePositionSlideSequence = [position]
    return group


def _jpeg(tile: np.ndarray) -> bytes:
    written = io.BytesIO()
    Image.fromarray(tile).save(written, "JPEG")
    return written.getvalue()
