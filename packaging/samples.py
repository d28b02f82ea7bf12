"""Draws one picture in every way that cameras and scanners save one, for the smoke test of a frozen program.

python packaging/samples.py FOLDER      needs the program's environment, not the frozen program

Writes FOLDER/pictures (photographs and TIFFs of every compression that the program carries a codec for) and
FOLDER/slides (Aperio SVS, pyramidal TIFF, a lone DICOM whole slide).
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.imaging.compose_slide import compose_slide
from wbc_desktop.imaging.dicom import WHOLE_SLIDE_STORAGE
from wbc_desktop.imaging.source import RGB
from wbc_desktop.imaging.synthetic.look import LOOKS
from wbc_desktop.imaging.synthetic.smear import write_smear

PHOTOGRAPHS = {
    "jpg": {"quality": 95},
    "png": {},
    "bmp": {},
    "webp": {"lossless": True},
    "tif": {"compression": "tiff_lzw"},
}
COMPRESSIONS = (
    "none",
    "lzw",
    "packbits",
    "adobe_deflate",
    "zstd",
    "jpeg",
    "jpeg2000",
    "webp",
    "lerc",
    "jpegxl",
    "jpegxr_ndpi",
)
TILE = 256
MPP = 0.1
_APERIO = (
    "Aperio Image Library v11.2.1\r\n{0}x{1} [0,0 {0}x{1}] ({2}x{2}) JPEG/RGB Q=90|AppMag = 100|MPP = {3}"
)


def write_samples(folder: Path) -> None:
    """Write all samples.

    Args:
        folder: New folder.
    """
    fields = draw_fields()
    pictures, slides = folder / "pictures", folder / "slides"
    pictures.mkdir(parents=True)
    slides.mkdir()
    for ending, options in PHOTOGRAPHS.items():
        Image.fromarray(fields[0]).save(pictures / f"photograph.{ending}", **options)
    for name in COMPRESSIONS:
        tifffile.imwrite(
            pictures / f"{name}.ome.tif", fields[0], photometric="rgb", tile=(TILE, TILE), compression=name,
            metadata=None,
        )  # fmt: skip
    compose_slide(slides / "pyramid.tif", fields, dimensions=(6000, 4500), mpp=MPP, tile=TILE)
    write_svs(slides / "scan.svs", tifffile.imread(slides / "pyramid.tif", key=0))
    write_dicom(slides / "lone.dcm", np.tile(fields[1], (2, 2, 1)))


def draw_fields() -> list[RGB]:
    """Two drawn fields with a white cell of every class, sides cut to whole tiles."""
    with tempfile.TemporaryDirectory() as place:
        list(
            write_smear(
                Path(place), counts=dict.fromkeys(FIVE_IDS, 2), fields=2, look=LOOKS["giemsa"], seed=3
            )
        )
        pictures = [np.asarray(Image.open(p).convert("RGB")) for p in sorted(Path(place).glob("*.png"))]
    return [p[: p.shape[0] // TILE * TILE, : p.shape[1] // TILE * TILE] for p in pictures]


def write_svs(path: Path, pixels: RGB) -> None:
    """Write a slide as Aperio's scanners do: a tiled JPEG level and a thumbnail."""
    height, width = pixels.shape[:2]
    with tifffile.TiffWriter(path) as writer:
        writer.write(
            pixels, photometric="ycbcr", tile=(TILE, TILE), compression="jpeg", metadata=None,
            description=_APERIO.format(width, height, TILE, MPP),
        )  # fmt: skip
        writer.write(
            np.ascontiguousarray(pixels[::8, ::8]), photometric="rgb", compression="jpeg", rowsperstrip=64,
            metadata=None, description="Aperio Image Library v11.2.1\r\nthumbnail",
        )  # fmt: skip


def write_dicom(path: Path, pixels: RGB) -> None:
    """Write one level of a slide as research converters do: tiled JPEG frames, no image flavour."""
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.encaps import encapsulate
    from pydicom.uid import JPEGBaseline8Bit, generate_uid

    rows, columns = (side // TILE for side in pixels.shape[:2])
    frames = [
        _jpeg(pixels[r * TILE : (r + 1) * TILE, c * TILE : (c + 1) * TILE])
        for r in range(rows)
        for c in range(columns)
    ]
    file = Dataset()
    file.file_meta = FileMetaDataset()
    file.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    file.file_meta.MediaStorageSOPClassUID = file.SOPClassUID = WHOLE_SLIDE_STORAGE
    file.file_meta.MediaStorageSOPInstanceUID = file.SOPInstanceUID = generate_uid()
    file.Modality, file.DimensionOrganizationType = "SM", "TILED_FULL"
    file.TotalPixelMatrixColumns, file.TotalPixelMatrixRows = columns * TILE, rows * TILE
    file.Rows = file.Columns = TILE
    file.NumberOfFrames = len(frames)
    file.SamplesPerPixel, file.PlanarConfiguration, file.PixelRepresentation = 3, 0, 0
    file.BitsAllocated, file.BitsStored, file.HighBit = 8, 8, 7
    file.PhotometricInterpretation = "YBR_FULL_422"
    measures, shared = Dataset(), Dataset()
    measures.PixelSpacing = [MPP / 1000, MPP / 1000]
    shared.PixelMeasuresSequence = [measures]
    file.SharedFunctionalGroupsSequence = [shared]
    file.PixelData = encapsulate(frames)
    file["PixelData"].is_undefined_length = True
    file.save_as(path, enforce_file_format=True)


def _jpeg(tile: RGB) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(tile).save(stream, "JPEG", quality=90)
    return stream.getvalue()


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]))
