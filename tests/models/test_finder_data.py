"""The bundled finder on held-out real images and on the synthetic smear."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from wbc_desktop.core.geometry import Box
from wbc_desktop.models.finding import Finding, Run, find_cells

DATA = Path(os.environ.get("WBC_DATA", "../shared/data"))
needs_data = pytest.mark.skipif(not (DATA / "chula_fields").is_dir(), reason=f"no real images in {DATA}")


@pytest.fixture(scope="module")
def run() -> Run:
    from wbc_desktop.models.registry import bundled_models_folder

    folder = bundled_models_folder() / "finder"
    if not (folder / "weights.safetensors").is_file():
        pytest.skip("the finder's weights are not bundled here")
    torch = pytest.importorskip("torch")
    from wbc_desktop.models.registry import find_model, load_network

    network = load_network(find_model(folder))

    def engine(images: np.ndarray) -> tuple[np.ndarray, ...]:
        with torch.inference_mode():
            return tuple(o.numpy() for o in network(torch.from_numpy(images)))

    return engine


def read(path: Path) -> np.ndarray:
    from PIL import Image

    return np.asarray(Image.open(path).convert("RGB"))


@pytest.mark.data
@needs_data
@pytest.mark.parametrize("source", ["chula_fields", "bccd_fields"])
def test_cells_of_held_out_fields_are_found(run: Run, source: str) -> None:
    sources = pytest.importorskip("training.finder.sources", reason="training extras are not installed")
    from training.splits import held_out

    boxes = sources.read_boxes(DATA, source)
    names = [n for n in sorted(boxes) if held_out(source, n)][::8]
    hits = labelled = found = 0
    for name in names:
        cells = find_cells(read(DATA / source / name), run, content="field").cells
        truth = [Box(*b) for kind, b in boxes[name] if kind == "WBC"]
        hits += sum(max((c.box.iou(b) for c in cells), default=0.0) >= 0.5 for b in truth)
        labelled += len(truth)
        found += len(cells)
    assert labelled >= 5
    assert hits >= 0.85 * labelled
    assert found <= 1.3 * labelled


def test_the_bundled_finder_answers_alike_each_time_and_stays_in_the_image(run: Run) -> None:
    rng = np.random.default_rng(0)
    rgb = np.full((240, 320, 3), 225, np.uint8)
    ys, xs = np.mgrid[:240, :320]
    rgb[(xs - 160) ** 2 + (ys - 120) ** 2 < 45**2] = (190, 170, 215)
    rgb[(xs - 155) ** 2 + (ys - 118) ** 2 < 28**2] = (95, 50, 140)
    noisy = np.clip(rgb + rng.normal(0, 4, rgb.shape), 0, 255).astype(np.uint8)
    first, second = (find_cells(noisy, run, content="field") for _ in range(2))
    assert [(c.box, c.score) for c in first.cells] == [(c.box, c.score) for c in second.cells]
    assert inside(first, noisy)
    assert any(c.box.iou(Box(115, 75, 90, 90)) > 0.6 for c in first.cells)


def inside(finding: Finding, rgb: np.ndarray) -> bool:
    rows, columns = rgb.shape[:2]
    return all(
        c.box.x >= -1 and c.box.y >= -1 and c.box.right <= columns + 1 and c.box.bottom <= rows + 1
        for c in finding.cells
    )
