"""Calibration reads a laboratory's labels, mends a shifted model, and refuses to make one worse."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from made_fields import COLOURS, ColourCounter, field, save

from wbc_desktop.cli.calibrate import _told
from wbc_desktop.core.classes import FIVE_IDS
from wbc_desktop.core.errors import ModelRefused, OutputFault, WrongUse
from wbc_desktop.core.progress import Progress
from wbc_desktop.imaging.labelled import class_id, read_labelled
from wbc_desktop.inference.calibrate import Calibrated, calibrate
from wbc_desktop.inference.calibrated_model import save_calibrated
from wbc_desktop.models.manifest import CropRule, Manifest, Normalisation, read_manifest
from wbc_desktop.models.registry import ModelFolder, read_adaptation


class FeatureCounter(ColourCounter):
    """Its features are the mean colour of a crop's middle; ``turn`` stands for a foreign stain.

    Its logits are those of a model that learnt the colours as another counter sees them.
    """

    def __init__(self, turn: int = 0, learnt: int = 0) -> None:
        super().__init__()
        self.turn = turn
        self.learnt = [_features(np.array(c)[None] / 255, learnt)[0] for c in COLOURS[:5]]
        self.manifest = Manifest(
            id="base",
            version="1.0.0",
            kind="classifier",
            architecture="resnet18",
            sha256="0" * 64,
            input_size=48,
            normalisation=Normalisation(mean=(0, 0, 0), std=(1, 1, 1)),
            crop=CropRule(cell_fraction=0.72, background="keep", colour="none"),
        )

    def outputs(self, batch: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        features = _features(batch[:, :, 18:30, 18:30].mean(axis=(2, 3)), self.turn)
        away = np.square(features[:, None, :] - np.stack(self.learnt)).sum(axis=2)
        return (-20 * away).astype(np.float32), features.astype(np.float32)


def _features(colours: np.ndarray, turn: int) -> np.ndarray:
    turned = np.roll(colours, turn, axis=1)
    return np.concatenate([turned, turned**2], axis=1)


def finished(source: Path, counter: FeatureCounter) -> Calibrated:
    steps = list(calibrate(read_labelled(source), counter))
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
    result = finished(labelled, FeatureCounter(turn=0, learnt=1))
    assert result.report.cells == 50 and result.report.missed == 0
    assert result.report.after >= result.report.before + 0.3
    assert result.report.after > 0.95
    assert result.report.helps


def test_cells_of_unreadable_files_are_told_apart_from_those_not_found(labelled: Path) -> None:
    cells = sorted(labelled.rglob("*.png"))
    cells[0].write_bytes(b"no image")
    cells[12].unlink()
    save(cells[12], np.full((40, 40, 3), 245, np.uint8))
    report = finished(labelled, FeatureCounter()).report
    assert (report.cells, report.unread, report.missed) == (48, 1, 1)
    assert report.fault.startswith("c0.png: The file is not an image")
    assert "1 cells were left out: their files could not be read (c0.png: " in _told(report)
    assert "1 cells were left out: no cell was found" in _told(report)
    for path in cells[1:40]:
        path.write_bytes(b"")
    with pytest.raises(
        WrongUse, match=r"^10 labelled .* too few .*; 40 more .* not be read \(c0.png: "
    ) as told:
        finished(labelled, FeatureCounter())
    assert "Mend these files" in told.value.advice


def test_a_model_that_is_right_is_not_made_worse(labelled: Path) -> None:
    result = finished(labelled, FeatureCounter())
    assert result.report.after >= result.report.before >= 0.95


def test_labels_by_chance_are_refused(labelled: Path) -> None:
    rng = np.random.default_rng(3)
    paths = [str(p.relative_to(labelled)) for p in sorted(labelled.rglob("*.png"))]
    with (labelled / "labels.csv").open("w", newline="") as stream:
        names = rng.permutation(np.repeat(FIVE_IDS, len(paths) // 5))
        csv.writer(stream).writerows([("file", "label"), *zip(paths, names, strict=True)])
    result = finished(labelled, FeatureCounter())
    assert result.report.after < 0.5
    rightly = finished_with_half_wrong(labelled)
    assert not rightly.report.helps


def finished_with_half_wrong(labelled: Path) -> Calibrated:
    """Half of each class named wrongly: what is learnt from them cannot be better than what was known."""
    rows = [("file", "label")]
    rng = np.random.default_rng(4)
    for k, name in enumerate(FIVE_IDS):
        for n, path in enumerate(sorted((labelled / f"{name.capitalize()}s").glob("*.png"))):
            other = FIVE_IDS[(k + int(rng.integers(1, 5))) % 5]
            rows.append((str(path.relative_to(labelled)), name if n % 2 else other))
    with (labelled / "labels.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return finished(labelled, FeatureCounter())


def test_cells_of_one_class_alone_are_refused(labelled: Path) -> None:
    for name in FIVE_IDS[1:]:
        for path in (labelled / f"{name.capitalize()}s").glob("*.png"):
            path.rename(labelled / "Neutrophils" / f"{name}_{path.name}")
    with pytest.raises(WrongUse, match="one class"):
        finished(labelled, FeatureCounter())


def test_too_few_cells_are_told(labelled: Path) -> None:
    for path in sorted(labelled.rglob("*.png"))[8:]:
        path.unlink()
    with pytest.raises(WrongUse, match="8 labelled cells are too few"):
        finished(labelled, FeatureCounter())


def test_a_reviewed_table_of_fields_is_read(tmp_path: Path) -> None:
    save(tmp_path / "field.png", field([0, 1, 2, 3, 4]))
    with (tmp_path / "cells.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "label", "reviewed_label", "x", "y", "width", "height"])
        writer.writerow(["field.png", "unidentified", "monocyte", 4, 4, 24, 24])
        writer.writerow(["field.png", "neutrophil", "", 36, 4, 24, 24])
        writer.writerow(["field.png", "unidentified", "", 68, 4, 24, 24])
    cells = read_labelled(tmp_path / "cells.csv")
    assert [(c.label, c.box.x if c.box else None) for c in cells] == [("monocyte", 4.0)], (
        "the model's own answer is no label"
    )


def test_the_files_of_a_table_may_lie_elsewhere(tmp_path: Path) -> None:
    save(tmp_path / "smears" / "S-1" / "field.png", field([0]))
    table = tmp_path / "results" / "cells.csv"
    table.parent.mkdir()
    table.write_text("file,label,reviewed_label\nS-1/field.png,unidentified,monocyte\n")
    with pytest.raises(WrongUse, match="--images"):
        read_labelled(table)
    (cell,) = read_labelled(table, tmp_path / "smears")
    assert (cell.path.name, cell.label) == ("field.png", "monocyte")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,label\ngone.png,monocyte\n", "gone.png, which is not there"),
        ("file,label,x,y,width,height\nfield.png,monocyte,a,b,c,d\n", "Line 2"),
        ("file,label,x,y,width,height\nfield.png,monocyte,1,1,0,4\n", "empty box"),
        ("file,label\nfield.png,leucocyte\n", "No labelled cell"),
        ("file,label,reviewed_label\nfield.png,monocyte,\n", "No cell of this table is reviewed"),
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
    result = finished(labelled, FeatureCounter(turn=0, learnt=1))
    written = save_calibrated(result, base, tmp_path / "Our Ümlaut 100x")
    manifest = read_manifest(written.folder)
    assert manifest.derived_from.startswith("base 1.0.0")
    assert manifest.calibration == result.calibration
    assert manifest.training[-1].cells == 50
    assert manifest.sha256 == base.manifest.sha256, "the network is the base's"
    assert manifest.fingerprint != base.manifest.fingerprint, "its answers are not"
    found = read_adaptation(written)
    assert found is not None
    np.testing.assert_allclose(found.weight, result.adaptation.weight, rtol=1e-5, atol=1e-7)
    with pytest.raises(OutputFault, match="not empty"):
        save_calibrated(result, base, written.folder)


def test_calibrating_again_starts_from_the_network(base: ModelFolder, labelled: Path, tmp_path: Path) -> None:
    result = finished(labelled, FeatureCounter(turn=0, learnt=1))
    once = save_calibrated(result, base, tmp_path / "once")
    twice = save_calibrated(result, once, tmp_path / "twice").manifest
    assert twice.id == "base-twice" and "once" not in twice.title
    assert twice.derived_from == once.manifest.derived_from
    assert len(twice.training) == len(once.manifest.training) == 1


def test_a_changed_base_is_refused(base: ModelFolder, labelled: Path, tmp_path: Path) -> None:
    data = bytearray(base.weights.read_bytes())
    data[-1] ^= 1
    base.weights.write_bytes(bytes(data))
    result = finished(labelled, FeatureCounter(turn=0, learnt=1))
    with pytest.raises(ModelRefused, match="do not match"):
        save_calibrated(result, base, tmp_path / "m")
    assert not (tmp_path / "m").exists()


def test_colours_are_distinct_enough_for_these_tests() -> None:
    assert len(set(COLOURS)) == 5


def test_a_table_that_names_a_link_to_itself_is_told(tmp_path: Path) -> None:
    try:
        (tmp_path / "a.png").symlink_to("a.png")
    except OSError:
        pytest.skip("this system makes no links")
    (tmp_path / "cells.csv").write_text("file,label\na.png,monocyte\n")
    with pytest.raises(WrongUse, match=r"names a\.png, which is not there"):
        read_labelled(tmp_path / "cells.csv")
