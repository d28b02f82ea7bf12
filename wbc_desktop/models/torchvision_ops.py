"""Makes ``import torchvision`` work where its compiled operators do not load.

torchvision registers meta kernels for ``torchvision::nms`` at import. Where its compiled
library does not fit the installed torch (a CPU-only torch beside the default torchvision
wheel), the operator does not exist and the import dies. Declaring the two schemas first is
enough for models and transforms.v2; the compiled operators themselves stay unavailable.
Does nothing where the operators load. Import this module before torchvision.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch

_library: torch.library.Library | None = None


def _compiled_operators_load() -> bool:
    spec = importlib.util.find_spec("torchvision")
    if spec is None or not spec.submodule_search_locations:
        return True
    folder = Path(next(iter(spec.submodule_search_locations)))
    for library in sorted((*folder.glob("_C*.so"), *folder.glob("_C*.pyd"))):
        try:
            torch.ops.load_library(str(library))
        except OSError:
            return False
    return True


def declare_missing_operators() -> None:
    """Declare ``torchvision::nms`` and ``qnms`` if torchvision's own library does not load."""
    global _library
    if _library is not None or _compiled_operators_load():
        return
    _library = torch.library.Library("torchvision", "FRAGMENT")
    _library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")


declare_missing_operators()
