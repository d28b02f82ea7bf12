"""Lets an exported model take its numbers from the weights file beside it, so that they are carried once.

ONNX names a place in another file for a tensor ("external data"), and a safetensors file is a header
followed by the plain tensors. The weights are stored in half precision: the graph casts them to single
precision, which is exact and which ONNX Runtime does once, when it loads the model. Tensors are matched by
their numbers, because the exporter names them by the wrapper around the network.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

FEWEST_BYTES = 1024
"""Smaller tensors stay in the graph."""
_STORED = {"F16": np.dtype("<f2"), "F32": np.dtype("<f4")}


@dataclass(frozen=True)
class Place:
    """Where a tensor lies in a weights file."""

    offset: int
    length: int
    half: bool


def share_weights(exported: Path, weights: Path) -> int:
    """Rewrite an ONNX file so that its large tensors are read from a safetensors file of the same folder.

    Args:
        exported: The ONNX file, its weights not folded; rewritten in place.
        weights: The safetensors file; when the model is used it must lie beside ``exported``.

    Returns:
        How many tensors are shared; one whose numbers the weights file does not hold stays in the graph.
    """
    import onnx

    model = onnx.load(str(exported))
    places = _places(weights)
    shared, casts = 0, []
    for tensor in model.graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        place = places.get(_key(values)) if values.dtype == np.float32 else None
        if place is None or values.nbytes < FEWEST_BYTES:
            continue
        if place.half:
            casts.append(_to_single(tensor))
        _refer(tensor, weights.name, place)
        shared += 1
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(casts + nodes)
    exported.write_bytes(model.SerializeToString())
    return shared


def _places(weights: Path) -> dict[str, Place]:
    """Every tensor of a safetensors file, by its numbers."""
    stored = np.memmap(weights, mode="r")
    length = int.from_bytes(stored[:8].tobytes(), "little")
    header = json.loads(stored[8 : 8 + length].tobytes())
    found = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] not in _STORED:
            continue
        first, end = (8 + length + offset for offset in entry["data_offsets"])
        values = stored[first:end].view(_STORED[entry["dtype"]]).reshape(entry["shape"])
        found[_key(values)] = Place(first, end - first, entry["dtype"] == "F16")
    return found


def _key(values: Any) -> str:
    """Shape and numbers, in single precision."""
    single = np.ascontiguousarray(values, np.float32)
    return f"{single.shape}{hashlib.sha256(single.tobytes()).hexdigest()}"


def _to_single(tensor: Any) -> Any:
    """A node that makes single precision of a tensor under its old name; the tensor gets a new one."""
    import onnx

    name = tensor.name
    tensor.name, tensor.data_type = f"{name}.half", onnx.TensorProto.FLOAT16
    return onnx.helper.make_node(
        "Cast", [tensor.name], [name], to=onnx.TensorProto.FLOAT, name=f"{name}.cast"
    )


def _refer(tensor: Any, file: str, place: Place) -> None:
    import onnx

    for numbers in ("raw_data", "float_data"):
        tensor.ClearField(numbers)
    tensor.data_location = onnx.TensorProto.EXTERNAL
    for key, value in (("location", file), ("offset", place.offset), ("length", place.length)):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, str(value)
