"""A second look at cells whose first answer is unsure: the same cell turned and mirrored.

A cell has no top and no left, but a network reads its eight views a little differently, most so on
a microscope that it does not know. The mean of the eight is right more often (2 points of macro
recall on sources left out, ``docs/results/models.md``) and costs eight times as much; looking again only
where the first answer is unsure keeps the gain and most of the time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float32]
Run = Callable[[Float], tuple[Float, ...]]

VIEWS = 8
"""Four quarter turns, plain and mirrored."""

ALWAYS = (0, 1, 4, 5)
"""The views in which a calibrated model looks at every cell: as it is, a quarter turned, both mirrored."""


def views_of(inputs: Float) -> Float:
    """All views of network inputs.

    Args:
        inputs: (cells, channels, side, side).

    Returns:
        (cells, ``VIEWS``, channels, side, side); view 0 is the input as it is.
    """
    turned = [np.rot90(half, k, axes=(2, 3)) for half in (inputs, inputs[..., ::-1]) for k in range(4)]
    return np.stack(turned, axis=1)


def looked_again(
    inputs: Float, outputs: tuple[Float, ...], unsure: npt.NDArray[np.bool_], run: Run, batch: int
) -> tuple[Float, ...]:
    """Outputs of which those of unsure cells are the mean over all views.

    Args:
        inputs: (cells, channels, side, side).
        outputs: What ``run`` gave for them, each (cells, ...); left as they are.
        unsure: (cells,), which to look at again.
        run: The engine.
        batch: Views given to the engine at once.

    Returns:
        New outputs of the same shapes.
    """
    rows = np.flatnonzero(unsure)
    if not rows.size:
        return outputs
    others = np.ascontiguousarray(views_of(inputs[rows])[:, 1:]).reshape(-1, *inputs.shape[1:])
    parts = [run(others[begin : begin + batch]) for begin in range(0, len(others), batch)]
    result = []
    for place, first in enumerate(outputs):
        found = np.concatenate([part[place] for part in parts])
        found = found.reshape(len(rows), VIEWS - 1, *first.shape[1:]).astype(np.float64)
        changed = np.array(first)
        changed[rows] = (first[rows] + found.sum(axis=1)) / VIEWS
        result.append(changed)
    return tuple(result)


def mean_outputs(inputs: Float, run: Run, batch: int) -> tuple[npt.NDArray[np.float64], ...]:
    """Outputs that are each the mean over the views of ``ALWAYS``.

    Args:
        inputs: (cells, channels, side, side).
        run: The engine.
        batch: Views given to the engine at once.
    """
    views = np.ascontiguousarray(views_of(inputs)[:, ALWAYS]).reshape(-1, *inputs.shape[1:])
    parts = [run(views[begin : begin + batch]) for begin in range(0, len(views), batch)]
    joined = [np.concatenate([part[place] for part in parts]) for place in range(len(parts[0]))]
    shape = (len(inputs), len(ALWAYS))
    return tuple(o.reshape(*shape, *o.shape[1:]).mean(axis=1, dtype=np.float64) for o in joined)
