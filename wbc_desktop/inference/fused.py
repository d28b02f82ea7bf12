"""A torch network for the CPU with its layers fused by oneDNN Graph: convolution, addition and ReLU in one.

Traced, frozen and fused, a classifier takes half the time in bfloat16 and four fifths in float32, as little
as OpenVINO takes for it (``docs/results/speed.md``). The fused kernels are made for one input shape, at its
third run; so it is run on zeros until it is fused before the first real cell, and batches of another shape
run unfused. An answer then never depends on how many cells came before. The finder's input has many shapes;
it is fused for those that nearly every image has, image by image, and each shape's kernels are made before
its first image.
"""

from __future__ import annotations

import logging
import threading
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


class FusedShapes:
    """Runs a network image by image, fused for usual shapes; may be called from several threads.

    Which kernels run depends on the shape alone, so that an answer does not depend on what came before. Other
    shapes run unfused: kernels for one shape cost as much as forty images.
    """

    def __init__(self, network: nn.Module, sides: tuple[int, ...]) -> None:
        """Fuse a network for shapes as they come.

        Args:
            network: In eval mode; takes (batch, 3, height, width).
            sides: Longer sides, in pixels, of images that are worth it.
        """
        self._network = network
        self._sides = frozenset(sides)
        self._shapes: dict[tuple[int, ...], FusedNetwork] = {}
        self._making = threading.Lock()

    def __call__(self, images: Tensor) -> Tensor | tuple[Tensor, ...]:
        """Run a batch."""
        if max(images.shape[2:]) not in self._sides:
            plain: Tensor | tuple[Tensor, ...] = self._network(images)
            return plain
        network = self._for_one(images[:1])
        answers = [_as_tuple(network(images[n : n + 1])) for n in range(len(images))]
        outputs = tuple(torch.cat(output) for output in zip(*answers, strict=True))
        return outputs if len(outputs) > 1 else outputs[0]

    def _for_one(self, image: Tensor) -> FusedNetwork:
        shape = tuple(image.shape)
        network = self._shapes.get(shape)
        if network is None:
            with self._making:
                network = self._shapes.get(shape)
                if network is None:
                    network = self._shapes[shape] = FusedNetwork(self._network, torch.zeros_like(image))
        return network


def _as_tuple(outputs: Tensor | tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return (outputs,) if isinstance(outputs, Tensor) else outputs


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
