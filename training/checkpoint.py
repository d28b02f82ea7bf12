"""Checkpoints and artefacts: state dicts, read with ``weights_only`` so that no file can run code."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from wbc_desktop.core.errors import ModelRefused, OutputFault

State = dict[str, Tensor]


def save(content: Any, path: Path) -> None:
    """Write tensors and plain values; the old file stays until the new one is whole.

    Raises:
        OutputFault: The disk is full or the folder cannot be written.
    """
    part = path.with_suffix(path.suffix + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(content, part)
        part.replace(path)
    except (OSError, RuntimeError) as error:
        part.unlink(missing_ok=True)
        raise OutputFault("This file cannot be written.", file=path, detail=str(error)) from error


def load(path: Path) -> Any:
    """Read a file of ``save`` (or anyone's state dict).

    Raises:
        ModelRefused: It is missing, damaged, or holds anything but tensors and plain values.
    """
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise ModelRefused(
            "This checkpoint is missing.", "Run the part that makes it first.", file=path
        ) from error
    except (OSError, RuntimeError, ValueError, EOFError, pickle.UnpicklingError) as error:
        raise ModelRefused(
            "This checkpoint is damaged or is no file of weights.", file=path, detail=str(error)
        ) from error


def load_into(network: nn.Module, path: Path, what: str) -> None:
    """Load an artefact into a network, every key and shape.

    Args:
        network: Where to.
        path: The artefact.
        what: What it should be, for the message ("the CAM16 network").

    Raises:
        ModelRefused: It is missing, damaged, or of another architecture.
    """
    state = load(path)
    if not isinstance(state, dict):
        raise ModelRefused("This file holds no weights.", file=path)
    try:
        network.load_state_dict(state)
    except (RuntimeError, AttributeError, TypeError) as error:
        raise ModelRefused(
            f"This checkpoint is of another architecture than {what}.",
            "Give the file that this command's own training wrote.",
            file=path,
            detail=str(error),
        ) from error


def copied(network: nn.Module) -> State:
    """A copy of a network's weights on the processor."""
    return {k: v.detach().to("cpu", copy=True) for k, v in network.state_dict().items()}
