"""Whether a file lies on a network file system, where SQLite's WAL mode does not work."""

from __future__ import annotations

import sys
from pathlib import Path

_NETWORK_TYPES = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "afs", "ncpfs", "fuse.davfs", "glusterfs", "ceph")
_DRIVE_REMOTE = 4


def on_network(path: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Whether ``path`` lies on a shared folder; False where that cannot be found out.

    Args:
        path: A file, which need not exist.
        mounts: The table of mounts (Linux).
    """
    resolved = path.absolute()
    if sys.platform == "win32":
        return _on_windows_share(resolved)
    else:  # noqa: RET505 - mypy follows one branch a platform
        return _on_posix_share(resolved, mounts)


def _on_posix_share(path: Path, mounts: Path) -> bool:
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in lines:
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        if len(point) >= len(best) and path.is_relative_to(point):
            best, kind = point, parts[2]
    return kind.startswith(_NETWORK_TYPES)


def _on_windows_share(path: Path) -> bool:
    if str(path).startswith("\\\\"):
        return True
    import ctypes

    library = getattr(ctypes, "windll", None)
    return library is not None and bool(library.kernel32.GetDriveTypeW(f"{path.drive}\\") == _DRIVE_REMOTE)
