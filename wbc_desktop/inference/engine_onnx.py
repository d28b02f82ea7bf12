"""ONNX Runtime behind the engine's protocol: the same weights, exported once, held together by a parity test.

The exported file lies beside the weights where an installer put it (``model.onnx``), else in the person's
cache folder, named by the weights' hash. It is never in the repository, and an export whose name does not
carry the hash of the verified weights is never loaded. A calibrated model has the weights of the model that
it was made from, and so the same file.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from wbc_desktop.core.errors import ModelRefused, OutputFault
from wbc_desktop.inference.device import Device, has_torch
from wbc_desktop.inference.engine import CPU_BATCH, GPU_BATCH, Floats, find_cache
from wbc_desktop.models.registry import ModelFolder, load_network, verify_weights

OPSET = 17
LAYOUT = 2
"""Raised when networks give other outputs: an older file is then not taken for this program's."""
_EXPORT_SIDE = 128
_PROVIDERS = {
    "cpu": (),
    "cuda": ("CUDAExecutionProvider", "DmlExecutionProvider"),
    "mps": ("CoreMLExecutionProvider",),
}


class OnnxEngine:
    """An ONNX Runtime session; see ``engine.Engine``. Safe to run from several threads."""

    name = "ONNX Runtime"

    def __init__(self, path: Path, device: Device, threads: int = 1) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        there = onnxruntime.get_available_providers()
        wanted = [p for p in _PROVIDERS[device.kind] if p in there]
        self.warnings: list[str] = []
        if device.kind != "cpu" and not wanted:
            self.warnings.append(f"ONNX Runtime has no provider for {device.name}; it computes on the CPU.")
            device = device.on_cpu()
        self.device = device if device.kind != "cpu" else Device("cpu", "CPU", "fp32")
        self._batch = GPU_BATCH if wanted else CPU_BATCH
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=[*wanted, "CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: Floats) -> tuple[Floats, ...]:
        """Run a batch of any size; see ``Engine.run``."""
        if not len(batch):
            raise ValueError("an empty batch has no answer")
        parts = [self._part(batch[n : n + self._batch]) for n in range(0, len(batch), self._batch)]
        if len(parts) == 1:
            return parts[0]
        return tuple(np.concatenate(outputs) for outputs in zip(*parts, strict=True))

    def _part(self, part: Floats) -> tuple[Floats, ...]:
        feed = {self._input: np.ascontiguousarray(part, dtype=np.float32)}
        return tuple(self._session.run(None, feed))


def make_engine(model: ModelFolder, device: Device, *, steady: bool) -> OnnxEngine:
    """Load a model into ONNX Runtime, exporting it first where that was not done yet.

    Args:
        model: A model folder; its weights are checked.
        device: Where to run it.
        steady: As for torch; ONNX Runtime's answers do not depend on the batch beyond 1e-5, so that
            nothing is filled up.

    Raises:
        ModelRefused: The model fails a check, or cannot be exported here.
    """
    del steady
    verify_weights(model)
    return OnnxEngine(exported(model), device)


def exported(model: ModelFolder) -> Path:
    """The model's ONNX file; exported now where there is none.

    Raises:
        ModelRefused: It must be exported, and torch or the package ``onnx`` is missing.
    """
    name = export_name(model)
    for candidate in (model.folder / name, cache_folder() / name):
        if candidate.is_file():
            return candidate
    if not has_torch():
        raise ModelRefused(
            "The installed program cannot run this model: its network is none of the bundled ones.",
            "Calibrate again with this version, or count with a Python installation (pip), which has torch.",
            file=model.folder,
        )
    path = cache_folder() / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        export(model, path)
    except OSError as error:
        raise OutputFault("The model's ONNX file cannot be written.", file=path, detail=str(error)) from error
    return path


def export_name(model: ModelFolder) -> str:
    """Name of a model's exported file."""
    return f"{model.manifest.sha256}-{OPSET}-{LAYOUT}.onnx"


def export(model: ModelFolder, path: Path, *, folded: bool = True) -> None:
    """Write a model as ONNX, batch and sides free; whole or not at all.

    Args:
        model: The model folder; its weights are checked.
        path: File to write.
        folded: Fold constants and normalisation into the weights. False keeps every tensor as the weights
            file has it, under its name there; ONNX Runtime then folds them when it loads the model.

    Raises:
        ModelRefused: The package ``onnx`` is missing.
    """
    import torch

    network = load_network(model)
    side = model.manifest.input_size if model.manifest.kind == "classifier" else _EXPORT_SIDE
    example = torch.zeros(1, 3, side, side)
    free = {0: "batch", 2: "height", 3: "width"} if model.manifest.kind == "finder" else {0: "batch"}
    count = _output_count(network, example)
    names = [f"output{n}" for n in range(count)]
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    os.close(handle)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            # the TorchScript exporter: 4 s against 40 s of the newer one, and the same graph
            torch.onnx.export(
                network,
                (example,),
                temporary,
                input_names=["images"],
                output_names=names,
                dynamic_axes={
                    "images": free,
                    **{name: free if count > 1 else {0: "batch"} for name in names},
                },
                opset_version=OPSET,
                do_constant_folding=folded,
                training=torch.onnx.TrainingMode.EVAL if folded else torch.onnx.TrainingMode.PRESERVE,
                dynamo=False,
            )
        Path(temporary).replace(path)
    except (ImportError, torch.onnx.errors.OnnxExporterError) as error:
        raise ModelRefused(
            "The model cannot be exported to ONNX here.",
            "Install the package onnx (pip install wbc-desktop[onnx]), or use the engine torch.",
            file=model.folder,
            detail=str(error),
        ) from error
    finally:
        Path(temporary).unlink(missing_ok=True)


def cache_folder() -> Path:
    """Where exported models are kept."""
    return find_cache() / "onnx"


def _output_count(network: Any, example: Any) -> int:
    import torch

    with torch.inference_mode():
        outputs = network(example)
    return 1 if isinstance(outputs, torch.Tensor) else len(outputs)
