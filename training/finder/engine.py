"""The engine that training's own runs of the finder use: torch on the CPU."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from training.device import cpu_computes_bfloat16
from wbc_desktop.models.finder_layout import PIXEL_CLASSES
from wbc_desktop.models.finding import Run
from wbc_desktop.models.networks.finder import FULL, SLIM, CellFinder


def torch_run(network: CellFinder, *, bfloat16: bool | None = None) -> Run:
    """Wrap a network as the ``run`` that ``models.finding`` asks for.

    Args:
        network: The finder.
        bfloat16: Whether to compute in bfloat16; None where this processor does so natively.
    """
    low = cpu_computes_bfloat16() if bfloat16 is None else bfloat16
    network = network.eval()
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def run(images: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.generic], ...]:
        batch = torch.from_numpy(images).contiguous(memory_format=torch.channels_last)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=low):
            return tuple(o.float().numpy() for o in network(batch))

    return run


def load_finder(path: Path) -> CellFinder:
    """A network from a ``.pt`` file of the training loop or from a model folder."""
    if path.is_dir():
        from wbc_desktop.models.registry import find_model, load_network

        network = load_network(find_model(path))
        assert isinstance(network, CellFinder)
        return network
    state = torch.load(path, weights_only=True)
    network = CellFinder(len(PIXEL_CLASSES), FULL if "layer1.1.conv1.weight" in state else SLIM)
    network.load_state_dict(state)
    return network.eval()
