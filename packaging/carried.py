"""What of all that PyInstaller collects goes into the installers, and what stays out."""

from __future__ import annotations

import sys
from pathlib import Path

NEVER = [
    "training", "tests", "pytest", "_pytest", "hypothesis", "tkinter", "matplotlib", "pandas", "sklearn",
    "skimage", "IPython", "sympy", "networkx", "numba", "cv2", "dask", "distributed", "openvino", "onnx",
    "onnxscript", "tensorboard", "pip", "setuptools", "wheel", "_distutils_hack", "pkg_resources",
    "lib2to3", "mypy", "coverage", "yaml", "psutil", "tqdm", "curses", "ensurepip", "idlelib", "xmlrpc",
    "pydoc_data", "pythoncom", "win32com", "readline", "ssl", "_ssl", "PySide6.QtQml", "PySide6.QtQuick",
    "PySide6.QtQuickWidgets", "PySide6.QtDesigner", "PySide6.QtTest", "PySide6.QtHelp", "PySide6.QtSql",
    "PySide6.QtUiTools", "PySide6.QtPrintSupport", "PySide6.QtDBus", "PIL.ImageTk", "PIL.ImageQt",
    "PIL.AvifImagePlugin", "PIL._avif", "onnxruntime.transformers", "onnxruntime.quantization",
    "onnxruntime.tools",
]  # fmt: skip
"""Modules that the program does not import, or can do without."""

SCIPY_PARTS = [
    "cluster", "constants", "datasets", "differentiate", "fftpack", "integrate", "interpolate", "io",
    "linalg", "misc", "odr", "optimize", "signal", "sparse", "spatial", "special", "stats",
]  # fmt: skip
"""Parts of SciPy beside ``ndimage`` and ``fft``; they bring a second OpenBLAS.

``hooks/scipy_special.py`` stands in for ``special``, which those two import."""

UNUSED = [
    "libQt6Quick", "libQt6Qml", "libQt6VirtualKeyboard", "libQt6Pdf", "libQt6WebSockets", "libQt6Network",
    "libQt6PrintSupport", "Qt6Quick", "Qt6Qml", "Qt6VirtualKeyboard", "Qt6Pdf", "Qt6Network",
    "Qt6PrintSupport", "opengl32sw", "libQt6EglF", "PySide6/QtOpenGL", "PySide6/QtNetwork",
    "plugins/qmltooling", "plugins/virtualkeyboard", "plugins/networkinformation", "plugins/tls",
    "plugins/sqldrivers", "plugins/generic", "plugins/position", "plugins/sceneparsers",
    "plugins/printsupport", "plugins/egldeviceintegrations",
    "plugins/platforminputcontexts/libqtvirtualkeyboard", "plugins/platformthemes/libqgtk3",
    "plugins/platforms/libqeglfs", "plugins/platforms/libqlinuxfb", "plugins/platforms/libqvkkhrdisplay",
    "plugins/platforms/libqvnc", "plugins/platforms/libqminimal", "plugins/imageformats/libqpdf",
    "plugins/imageformats/libqtiff", "plugins/imageformats/libqwebp", "plugins/imageformats/libqtga",
    "plugins/imageformats/libqwbmp", "plugins/imageformats/libqicns", "libonnxruntime.so",
    "libonnxruntime.dylib", "scipy_openblas-", "libavif", "pydicom/data/test_files",
    "pydicom/data/palettes", "torch/bin/", "torch/include/", "torch/share/", "torch/test/",
]  # fmt: skip
"""Parts of paths that PyInstaller collects although nothing here uses them."""

QT_TEXTS = ("qtbase_de.qm", "qtbase_en.qm")
"""Qt's own texts in the languages that the window speaks (``app/translations.LANGUAGES``)."""

FROM_THE_SYSTEM = (
    "libpython", "libcrypto", "libsqlite3", "libffi", "liblzma", "libbz2", "libexpat", "libz.", "libuuid",
    "libmpdec", "libxcb-", "libxkbcommon",
)  # fmt: skip
"""Libraries of a Linux system that are carried: what Python needs, and X11's small ones that often lack.

The others (fontconfig, glib, X11, the C++ library ...) are the desktop's own; carried copies of them clash
with its graphics drivers and fonts. The .deb depends on their packages (``linux/package.NEEDS``).
"""
_SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/")


def modules_left_out(variant: str) -> list[str]:
    """Modules that PyInstaller shall not follow.

    Args:
        variant: ``onnx`` or ``torch``.
    """
    scipy = [f"scipy.{name}" for name in SCIPY_PARTS]
    return NEVER + scipy + (["torch", "torchvision"] if variant == "onnx" else [])


def wanted(target: str, source: str, system: str = sys.platform) -> bool:
    """Whether a collected file belongs into the program.

    Args:
        target: Its path in the program's folder.
        source: Where it comes from.
        system: As ``sys.platform`` says it.
    """
    target = target.replace("\\", "/")
    name = Path(target).name
    if any(part in target for part in UNUSED):
        return False
    if is_of_the_system(target, source, system):
        return name.startswith(FROM_THE_SYSTEM)
    if "/translations/" in target and "PySide6" in target:
        return name in QT_TEXTS
    return "/tests/" not in target and not target.endswith((".pyi", ".lib", ".a", ".pxd"))


def is_of_the_system(target: str, source: str, system: str = sys.platform) -> bool:
    """Whether a collected file is a shared library of the Linux system that builds."""
    plain = "/" not in target and ".so" in target
    return system == "linux" and plain and source.startswith(_SYSTEM_FOLDERS)
