"""Which models there are, and loading one: schema, hash, strict state dict, warm-up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.core.errors import ModelRefused, UnknownModel
from wbc_desktop.models.adaptation import ADAPTATION_NAME, Adaptation, load_adaptation
from wbc_desktop.models.manifest import MANIFEST_NAME, Manifest, read_manifest

if TYPE_CHECKING:
    from torch import nn

MAX_WEIGHT_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model folder whose manifest has been read."""

    folder: Path
    manifest: Manifest

    @property
    def weights(self) -> Path:
        """The weights file."""
        return self.folder / self.manifest.weights


def bundled_models_folder() -> Path:
    """``resources/models`` of this installation: frozen program, wheel or checkout."""
    import sys

    frozen = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve().parents[2]
    candidates = [here / "resources" / "models", here / "wbc_desktop" / "resources" / "models"]
    if frozen is not None:
        candidates.insert(0, Path(frozen) / "resources" / "models")
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise ModelRefused("The bundled models are missing.", "Install the program again.")


def list_models(*folders: Path) -> list[ModelFolder]:
    """All readable model folders in ``folders`` (default: the bundled ones), by id."""
    found: list[ModelFolder] = []
    for root in folders or (bundled_models_folder(),):
        try:
            manifests = sorted(root.glob(f"*/{MANIFEST_NAME}"))
        except OSError:  # a folder that may not be read holds no readable model
            continue
        for manifest in manifests:
            try:
                found.append(ModelFolder(manifest.parent, read_manifest(manifest.parent)))
            except ModelRefused:
                continue
    return found


def model_stamps(*extra: Path) -> dict[str, str]:
    """Version and hash of every readable model, by id; what a report of a fault names."""
    try:
        models = list_models(bundled_models_folder(), *extra)
    except ModelRefused as error:
        return {"fault": error.message}
    return {m.manifest.id: f"{m.manifest.version} sha256 {m.manifest.fingerprint}" for m in models}


def find_model(name: str | Path, *extra: Path) -> ModelFolder:
    """Find a model by folder or by id among the bundled ones and those in ``extra``.

    Raises:
        ModelRefused: There is no such model; the message lists the ids there are.
    """
    folder = Path(name)
    if (folder / MANIFEST_NAME).is_file():
        return ModelFolder(folder, read_manifest(folder))
    models = list_models(bundled_models_folder(), *extra)
    for model in models:
        if model.manifest.id == str(name):
            return model
    ids = ", ".join(m.manifest.id for m in models if m.manifest.kind == "classifier")
    raise UnknownModel(f"There is no model “{name}”.", f"Known models: {ids}; or give a model folder.")


def default_classifier() -> ModelFolder:
    """The bundled classifier with the best validated score on sources it has not seen."""
    models = [m for m in list_models() if m.manifest.kind == "classifier" and m.manifest.validated]
    if not models:
        raise ModelRefused("No bundled classifier is there.", "Install the program again.")

    def unseen(model: ModelFolder, metric: str) -> float:
        # A source that a model was not measured on counts as nothing: no advantage by silence.
        return sum(s.value for s in model.manifest.scores if s.metric == metric)

    def rank(model: ModelFolder) -> tuple[float, float, str]:
        """What a sample's count rests on first: answers weighed with each other (``models.own_cells``)."""
        weighed = unseen(model, "unseen_macro_recall_weighed")
        return weighed, unseen(model, "unseen_macro_recall"), model.manifest.id

    return max(models, key=rank)


def default_finder() -> ModelFolder:
    """The bundled finder."""
    for model in list_models():
        if model.manifest.kind == "finder":
            return model
    raise ModelRefused("The bundled cell finder is missing.", "Install the program again.")


def verify_weights(model: ModelFolder) -> None:
    """Check that the weights file is a plain file of the right hash.

    Raises:
        ModelRefused: It is a link, missing, too large, or not what the manifest names.
    """
    path = model.weights
    if path.is_symlink() or not path.is_file():
        raise ModelRefused("The model's weights file is missing or is a link.", file=path)
    if path.stat().st_size > MAX_WEIGHT_BYTES:
        raise ModelRefused("The model's weights file is too large.", file=path)
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != model.manifest.sha256:
        raise ModelRefused(
            "The model's weights do not match its manifest.",
            "The file was changed or damaged; copy the model folder again.",
            file=path,
        )


def read_adaptation(model: ModelFolder) -> Adaptation | None:
    """What a local calibration adds to the model; None for a model as it was trained.

    Raises:
        ModelRefused: It fails a check.
    """
    rule = model.manifest.adaptation
    if rule is None:
        return None
    return load_adaptation(model.folder / ADAPTATION_NAME, rule.sha256, len(model.manifest.classes))


def load_network(model: ModelFolder) -> nn.Module:
    """Build the network and load its weights strictly; float32, eval mode, on the CPU.

    A classifier returns (logits, features) (``networks.outputs``).

    Raises:
        ModelRefused: Any check fails. Another model is never loaded in its place.
    """
    import torch
    from safetensors.torch import load_file

    verify_weights(model)
    build = _builder(model.manifest.architecture)
    network = build(len(model.manifest.classes))
    try:
        state = {k: v.float() if v.is_floating_point() else v for k, v in load_file(model.weights).items()}
        bad = [k for k, v in state.items() if v.is_floating_point() and not bool(torch.isfinite(v).all())]
        if bad:
            raise ModelRefused(f"The model holds values that are no numbers ({bad[0]}).", file=model.weights)
        network.load_state_dict(state, strict=True)
    except ModelRefused:
        raise
    except Exception as error:
        raise ModelRefused(
            f"The weights do not fit the architecture {model.manifest.architecture}.",
            file=model.weights,
            detail=str(error),
        ) from error
    if model.manifest.kind == "classifier":
        from wbc_desktop.models.networks.outputs import with_features

        network = with_features(network)
    network.eval()
    with torch.inference_mode():
        side = model.manifest.input_size
        network(torch.zeros(1, 3, side, side))
    return network


def _builder(architecture: str) -> Callable[[int], nn.Module]:
    if architecture == "resnet18":
        from wbc_desktop.models.networks.resnet import resnet18

        return resnet18
    if architecture == "combinednet":
        from wbc_desktop.models.networks.combined import CombinedNet

        return CombinedNet
    if architecture == "cellfinder":
        from wbc_desktop.models.networks.finder import CellFinder

        return CellFinder
    if architecture == "cellfinder-slim":
        from wbc_desktop.models.networks.finder import slim_finder

        return slim_finder
    raise ModelRefused(f"The architecture {architecture} is not known to this program.")
