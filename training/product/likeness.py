"""How like a model's known cells other cells look: the reference that a model folder keeps.

``python -m training.product.likeness resources/models/resnet18 --work runs/product`` reads the held-out
cells of every source and what the finder takes for cells on tissue, prints the table of
``docs/results/models.md``, and with ``--write`` writes the reference into the model's manifest. With
``--run runs/product/NAME`` in place of the model folder, a run that left sources out shows how strange
microscopes lie in between.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from torch import nn

from training.product.cache import CellCache
from training.product.command import IMAGENET, load_caches
from training.product.dataset import plain_input
from training.product.find import finder_run
from training.product.measure import cells_of, load_run
from training.product.recipe import Recipe
from training.product.scoring import engine_of
from training.product.sources import SOURCES, data_folder
from wbc_desktop.models.finding import find_cells
from wbc_desktop.models.likeness import TYPICAL, cosines, reference
from wbc_desktop.models.manifest import Manifest, read_manifest
from wbc_desktop.models.networks.outputs import with_features
from wbc_desktop.models.preprocess import cell_input
from wbc_desktop.models.registry import ModelFolder, load_network

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]

TISSUE = ("cam16/patches_256", "prcc_kirp")
MOST = 250
"""Cells read of one source."""
CELLS_PER_IMAGE = 12


def cosines_of(network: nn.Module, inputs: Floats, head: dict[str, list[float]]) -> Array:
    """Cosines of standard inputs to the nearest class (``models.likeness``).

    Args:
        network: Gives logits and features (``networks.outputs``).
        inputs: (cells, 3, side, side).
        head: See ``head_of``.
    """
    run = engine_of(network.eval())
    parts = []
    for begin in range(0, len(inputs), 64):
        logits, features = run(inputs[begin : begin + 64])
        parts.append(cosines(logits, features, head))
    return np.concatenate(parts)


def head_of(network: nn.Module) -> dict[str, list[float]]:
    """The head's biases and lengths, as the manifest keeps them; nothing typical yet."""
    weights = {k: v.double().numpy() for k, v in network.state_dict().items() if k.startswith("head.")}
    return reference(weights["head.bias"], weights["head.weight"])


def source_inputs(caches: Sequence[CellCache], source: str, recipe: Recipe, *, all_cells: bool) -> Floats:
    """Standard inputs of a source: of its held-out cells, or of any; at most ``MOST``, drawn by seed 0."""
    chosen = cells_of(caches, source, held_out=not all_cells)
    order = np.random.default_rng(0).permutation(len(chosen))[:MOST]
    cells = [chosen[i] for i in sorted(order)]
    return np.stack([plain_input(caches[c].wide(i), recipe.crop, recipe.input_size) for c, i in cells])


def tissue_inputs(folder: Path, manifest: Manifest) -> Floats | None:
    """What the bundled finder takes for white cells on pictures of tissue; None where it finds none."""
    run = finder_run()
    inputs: list[Floats] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in (".png", ".jpg", ".tif") or len(inputs) >= MOST:
            continue
        rgb = np.asarray(Image.open(path).convert("RGB"))
        inputs += [cell_input(rgb, cell, manifest) for cell in find_cells(rgb, run).cells[:CELLS_PER_IMAGE]]
    return np.stack(inputs) if inputs else None


def known_reference(
    network: nn.Module, recipe: Recipe, caches: Sequence[CellCache]
) -> tuple[dict[str, list[float]], dict[str, Array]]:
    """The reference of a network, typical being the mean of its known sources' held-out cells.

    Args:
        network: A classifier that gives logits and features.
        recipe: Its recipe; sources left out are read in full, and are not typical.
        caches: All caches.

    Returns:
        What the manifest keeps, and the cosines of each source.
    """
    head = head_of(network)
    found = {
        s: cosines_of(network, source_inputs(caches, s, recipe, all_cells=s in recipe.left_out), head)
        for s in SOURCES
    }
    known = [float(v.mean()) for s, v in found.items() if s not in recipe.left_out]
    return {**head, TYPICAL: [round(sum(known) / len(known), 4)]}, found


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path, nargs="?", help="a model folder")
    parser.add_argument("--run", type=Path, help="a finished run in place of a model folder")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("runs/product"), help="where the crops are")
    parser.add_argument("--write", action="store_true", help="write the reference into the manifest")
    args = parser.parse_args()
    data = args.data or data_folder()
    caches = load_caches(data, args.work)
    bundled = read_manifest(args.model or Path("resources/models/resnet18"))
    if args.run is not None:
        trained, recipe = load_run(args.run, data / IMAGENET)
        network = with_features(trained)
    else:
        network = load_network(ModelFolder(args.model, bundled))
        recipe = Recipe(crop=bundled.crop, input_size=bundled.input_size, classes=bundled.classes)
    drift, found = known_reference(network, recipe, caches)
    for name in TISSUE:
        inputs = tissue_inputs(data / name, bundled)
        if inputs is not None:
            found[name] = cosines_of(network, inputs, drift)
    print("| images | cells | likeness, mean | 10 % lie under |\n|---|--:|--:|--:|")
    for name, values in found.items():
        shares = values / drift[TYPICAL][0]
        left = " (left out)" if name in recipe.left_out else ""
        print(f"| {name}{left} | {len(values)} | {shares.mean():.2f} | {np.quantile(shares, 0.1):.2f} |")
    if args.write and args.model is not None:
        path = args.model / "manifest.json"
        path.write_text(bundled.model_copy(update={"drift": drift}).model_dump_json(indent=2) + "\n", "utf-8")
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
