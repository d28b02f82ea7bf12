"""imagecodecs imports its codecs by name; the program needs those that TIFF and slides use."""

CODECS = (
    "shared",
    "shared_cython",
    "imcd",
    "deflate",
    "zlib",
    "zstd",
    "jpeg8",
    "jpegsof3",
    "jpeg2k",
    "jpegls",
    "jpegxr",
    "jpegxl",
    "webp",
    "lerc",
    "png",
    "tiff",
)

hiddenimports = [f"imagecodecs._{codec}" for codec in CODECS] + ["imagecodecs._imagecodecs"]
