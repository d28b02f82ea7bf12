"""Takes the symbols that only a debugger reads out of a Linux build's libraries."""

from __future__ import annotations

import struct
import subprocess
import tempfile
from pathlib import Path

PAGE = 4096
_LOAD = 1


def strip_symbols(folder: Path) -> int:
    """Strip every shared library below a folder; one that would not load afterwards stays as it is.

    Wheels' libraries are often patched (patchelf) in a way that ``strip`` does not understand: it moves their
    segments, and the loader refuses them ("not page-aligned").

    Returns:
        The bytes saved.
    """
    saved = 0
    with tempfile.TemporaryDirectory(dir=folder) as place:
        stripped = Path(place) / "stripped"
        for library in sorted(folder.rglob("*.so*")):
            if not library.is_file() or library.is_symlink():
                continue
            subprocess.run(["strip", "--strip-unneeded", "-o", str(stripped), str(library)], check=True)
            gained = library.stat().st_size - stripped.stat().st_size
            if gained > 0 and is_loadable(stripped.read_bytes()):
                stripped.chmod(library.stat().st_mode)
                stripped.replace(library)
                saved += gained
    return saved


def is_loadable(elf: bytes) -> bool:
    """Whether each segment lies in the file as the loader wants it: aligned as its address is."""
    if elf[:5] != b"\x7fELF\x02" or elf[5] != 1:  # 64 bits, little end first
        return False
    (table,) = struct.unpack_from("<Q", elf, 0x20)
    size, count = struct.unpack_from("<HH", elf, 0x36)
    for number in range(count):
        kind, _, offset, address, *_, alignment = struct.unpack_from("<IIQQQQQQ", elf, table + number * size)
        step = max(PAGE, alignment)
        if kind == _LOAD and offset % step != address % step:
            return False
    return True
