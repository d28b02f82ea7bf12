"""Calibration reads a laboratory's labels, mends a shifted model, and refuses to make one worse."""

from __future__ import annotations

import csv
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from made_fields import COLOURS, ColourCounter, field, save

from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import ModelRefused, OutputFault, WrongUse
from wbc_desktop.core.progress import Progress
from wbc_desktop.imaging.labelled import class_id, read_labelled
from wbc_desktop.inference.calibrate import Calibrated, calibrate
from wbc_desktop.inference.calibrated_model import save_calibrated
from wbc_desktop.models.adapted_folder import read_head
from wbc_desktop.models.head import Head
from wbc_desktop.models.manifest import Calibration, CropRule, Manifest, read_manifest
from wbc_desktop.models.registry import ModelFolder, load_network


class FeatureCounter(ColourCounter):
    """Its features are the mean colour of a crop's middle; ``turn`` stands for a foreign stain."""

    def __init__(self, turn: int = 0) -> None:
        super().__init__()
        self.turn = turn
        self.manifest = SimpleNamespace(
            size=None,
            classes=FIVE_IDS,
            input_size=48,
            derived_from="",
            normalisation=Manifest.model_fields["normalisation"].default,
            crop=CropRule(cell_fraction=0.72, background="keep", colour="white"),
        )

    def outputs(self, batch: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        middle = np.roll(batch[:, :, 18:30, 18:30].mean(axis=(2, 3)), self.turn, axis=1)
        features = np.concatenate([middle, middle**2, np.ones((len(batch), 1))], axis=1)
        return np.zeros((len(batch), 5), np.float32), features.astype(np.float32)


def head_for(turn: int, cells: Path) -> Head:
    """A head that is right for a counter of this turn."""
    start = Head(np.zeros((5, 7)), np.zeros(5))
    result = finished(cells, FeatureCounter(turn), start)
    return result.adapted.head


def finished(source: Path, counter: FeatureCounter, head: Head) -> Calibrated:
    steps = list(calibrate(read_labelled(source), counter, head))
    assert all(isinstance(s, Progress) for s in steps[:-1])
    assert isinstance(steps[-1], Calibrated)
    return steps[-1]


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Ten cell images of each class, a folder per class."""
    rng = np.random.default_rng(0)
    for k, name in enumerate(FIVE_IDS):
        for n in range(10):
            rgb = field([k], 40, 40).astype(int) + rng.normal(0, 6, (40, 40, 3))
            save(
                tmp_path / "cells" / f"{name.capitalize()}s" / f"c{n}.png",
                np.clip(rgb, 0, 255).astype(np.uint8),
            )
    return tmp_path / "cells"


def test_a_model_of_another_microscope_is_mended(labelled: Path) -> None:
    foreign = head_for(1, labelled)
    result = finished(labelled, FeatureCounter(0), foreign)
    assert result.report.cells == 50 and result.report.missed == 0
    assert result.report.after >= result.report.before + 0.3
    assert result.report.after > 0.95
    assert result.report.helps


def test_a_model_that_is_right_is_not_made_worse(labelled: Path) -> None:
    own = head_for(0, labelled)
    result = finished(labelled, FeatureCounter(0), own)
    assert result.report.after >= result.report.before >= 0.95


def test_labels_by_chance_are_refused(labelled: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    rows = [
        (str(p.relative_to(labelled)), str(rng.choice(FIVE_IDS))) for p in sorted(labelled.rglob("*.png"))
    ]
    table = labelled / "labels.csv"
    with table.open("w", newline="") as stream:
        csv.writer(stream).writerows([("file", "label"), *rows])
    right = head_for(0, labelled)
    result = finished(labelled, FeatureCounter(0), right)
    assert result.report.after < 0.5


def test_too_few_cells_are_told(labelled: Path) -> None:
    for path in sorted(labelled.rglob("*.png"))[8:]:
        path.unlink()
    with pytest.raises(WrongUse, match="8 labelled cells are too few"):
        finished(labelled, FeatureCounter(0), Head(np.zeros((5, 7)), np.zeros(5)))


def test_a_reviewed_table_of_fields_is_read(tmp_path: Path) -> None:
    save(tmp_path / "field.png", field([0, 1, 2, 3, 4]))
    with (tmp_path / "cells.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "label", "reviewed_label", "x", "y", "width", "height"])
        writer.writerow(["field.png", "unidentified", "monocyte", 4, 4, 24, 24])
        writer.writerow(["field.png", "neutrophil", "", 36, 4, 24, 24])
        writer.writerow(["field.png", "unidentified", "", 68, 4, 24, 24])
    cells = read_labelled(tmp_path / "cells.csv")
    assert [(c.label, c.box.x if c.box else None) for c in cells] == [("monocyte", 4.0), ("neutrophil", 36.0)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,label\ngone.png,monocyte\n", "gone.png, which is not there"),
        ("file,label,x,y,width,height\nfield.png,monocyte,a,b,c,d\n", "Line 2"),
        ("file,label,x,y,width,height\nfield.png,monocyte,1,1,0,4\n", "empty box"),
        ("file,label\nfield.png,leucocyte\n", "No labelled cell"),
    ],
)
def test_a_wrong_table_is_told_in_words(tmp_path: Path, text: str, message: str) -> None:
    save(tmp_path / "field.png", field([0]))
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(WrongUse, match=message):
        read_labelled(tmp_path / "t.csv")


def test_class_names_as_people_write_them() -> None:
    assert [class_id(n) for n in ("Neutrophils", " MONOCYTE ", "eos", "Immature Granulocyte", "blob")] == [
        "neutrophil", "monocyte", "eosinophil", "immature_granulocyte", None,
    ]  # fmt: skip


@pytest.fixture
def base(tmp_path: Path) -> ModelFolder:
    """A real, untrained ResNet-18 folder."""
    torch = pytest.importorskip("torch")
    from training.product.export import export
    from wbc_desktop.models.networks.resnet import resnet18

    torch.manual_seed(0)
    manifest = Manifest(
        id="base", version="1.0.0", kind="classifier", architecture="resnet18", sha256="0" * 64, input_size=64
    )
    return export(resnet18(5), tmp_path / "base", manifest, "card")


def test_a_calibrated_folder_loads_with_its_provenance(
    base: ModelFolder, labelled: Path, tmp_path: Path
) -> None:
    result = finished(labelled, FeatureCounter(0), head_for(1, labelled))
    old = read_head(base)
    new = Head(old.weight + 0.5, old.bias)
    result = Calibrated(
        result.report, type(result.adapted)(new, 0.1, result.adapted.before, result.adapted.after),
        1.5, 0.7, result.sources, result.made_at,
    )  # fmt: skip
    written = save_calibrated(result, base, tmp_path / "Our Ümlaut 100x")
    manifest = read_manifest(written.folder)
    assert manifest.derived_from.startswith("base 1.0.0")
    assert manifest.calibration == Calibration(temperature=1.5, threshold=0.7, other_threshold=0.5)
    assert manifest.training[-1].cells == 50
    load_network(written)
    assert np.allclose(read_head(written).weight, new.weight, atol=1e-3)
    with pytest.raises(OutputFault, match="not empty"):
        save_calibrated(result, base, written.folder)


def test_a_changed_base_is_refused(base: ModelFolder) -> None:
    data = bytearray(base.weights.read_bytes())
    data[-1] ^= 1
    base.weights.write_bytes(bytes(data))
    with pytest.raises(ModelRefused, match="do not match"):
        read_head(base)


def test_colours_are_distinct_enough_for_these_tests() -> None:
    assert len(set(COLOURS)) == 5
