"""A torch network for the CPU with its layers fused by oneDNN Graph: convolution, addition and ReLU in one.

Traced, frozen and fused, a classifier takes half the time in bfloat16 and four fifths in float32, as little
as OpenVINO takes for it (``docs/results/speed.md``). The fused kernels are made for one input shape, at its
third run; so it is run on zeros until it is fused before the first real cell, and batches of another shape
run unfused. An answer then never depends on how many cells came before. The finder, whose input has many
shapes, is not fused: its kernels would be made anew all the time.
"""

from __future__ import annotations

import logging
import warnings

import torch
from torch import Tensor, nn

_RUNS_UNTIL_FUSED = 3
_TRIES = 3

_log = logging.getLogger(__name__)


class FusedNetwork:
    """Runs a network, fused for batches of one shape; may be called from several threads."""

    def __init__(self, network: nn.Module, example: Tensor) -> None:
        """Fuse a network.

        Args:
            network: In eval mode.
            example: A batch of the shape that is to be fast.
        """
        self._network = network
        self._shape = example.shape
        self._fused = _fused(network, example)

    def __call__(self, images: Tensor) -> Tensor | tuple[Tensor, ...]:
        """Run a batch."""
        fused = self._fused if images.shape == self._shape else None
        if fused is not None:
            try:
                outputs: Tensor | tuple[Tensor, ...] = fused(images)
                return outputs
            except RuntimeError as error:
                _log.warning("the fused network failed, it goes on unfused: %s", error)
                self._fused = None
        plain: Tensor | tuple[Tensor, ...] = self._network(images)
        return plain


def _fused(network: nn.Module, example: Tensor) -> nn.Module | None:
    """The trace, run until it is fused; None where that fails.

    oneDNN Graph was seen to refuse once ("could not add op to the graph") what it took in
    every other process, so a refusal is tried again.
    """
    for _ in range(_TRIES):
        traced = _traced(network, example)
        if traced is None:
            return None
        try:
            with torch.inference_mode():
                for _ in range(_RUNS_UNTIL_FUSED):
                    traced(example)
        except RuntimeError as error:
            _log.warning("the network could not be fused: %s", error)
            continue
        return traced
    return None


def _traced(network: nn.Module, example: Tensor) -> nn.Module | None:
    """The frozen trace; None where this torch or this network cannot be traced."""
    try:
        with warnings.catch_warnings(), torch.inference_mode():
            warnings.simplefilter("ignore")  # torch announces the end of TorchScript; this falls back
            torch.jit.enable_onednn_fusion(True)
            with torch.no_grad():
                traced: nn.Module = torch.jit.freeze(torch.jit.trace(network, example, check_trace=False))
            return traced
    except Exception as error:
        _log.info("the network runs unfused: %s", error)
        return None
