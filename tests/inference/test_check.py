"""The microscope check tells green, amber or red, with a cause that a person can act on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from wbc_desktop.core.cell import CellMask, FoundCell, Prediction
from wbc_desktop.core.errors import UnreadableImage
from wbc_desktop.core.geometry import Box
from wbc_desktop.imaging.traits import ImageTraits, measure
from wbc_desktop.inference.check import Level, check_images, image_warnings
from wbc_desktop.inference.check_run import check_microscope, spread

GOOD = ImageTraits(1.1, 1.1, 0.0, 230.0, 140.0, 1.0, 0.2)


def sure(confidence: float, other: float = 0.0) -> Prediction:
    return Prediction("neutrophil", "neutrophil", confidence, (1.0, 0.0, 0.0, 0.0, 0.0), other)


def test_familiar_images_are_green() -> None:
    verdict = check_images([GOOD] * 5, [sure(0.97)] * 30)
    assert verdict.level is Level.GREEN and not verdict.causes
    assert "5 images" in verdict.text


@pytest.mark.parametrize(
    ("change", "level", "word"),
    [
        ({"cell_px": 35.0}, Level.AMBER, "35 pixels"),
        ({"cell_px": 15.0}, Level.RED, "100x"),
        ({"unevenness": 2.0}, Level.AMBER, "flat-field"),
        ({"cast": 3.0}, Level.AMBER, "white balance"),
        ({"brightness": 40.0}, Level.RED, "dark"),
        ({"density": 0.2}, Level.AMBER, "pale"),
        ({"colour": 3.0}, Level.RED, "no colour"),
        ({"sharpness": 0.01}, Level.RED, "blurred"),
    ],
)
def test_each_fault_is_named(change: dict[str, float], level: Level, word: str) -> None:
    traits = replace(GOOD, **change)
    verdict = check_images([traits] * 3, [sure(0.97)] * 30)
    assert verdict.level is level
    assert word in verdict.text
    assert len(image_warnings(traits)) == 1
    assert not any(character.isdigit() and "100x" not in w for w in image_warnings(traits) for character in w)


def test_one_bad_image_of_many_does_not_change_the_verdict() -> None:
    assert check_images([GOOD] * 9 + [replace(GOOD, sharpness=0.0)], [sure(0.97)] * 30).level is Level.GREEN


def test_a_model_in_doubt_asks_for_calibration() -> None:
    verdict = check_images([GOOD], [sure(0.6)] * 30)
    assert verdict.level is Level.RED and "calibrate" in verdict.text
    assert "label more cells" in check_images([GOOD], [sure(0.6)] * 30, calibrated=True).text


def test_cells_unlike_the_known_ones_are_told_however_sure_the_model_is() -> None:
    strange = check_images([GOOD], [sure(0.97)] * 30, likeness=[0.6] * 30)
    assert strange.level is Level.RED and "blood smear" in strange.text and "60%" in strange.text
    other = check_images([GOOD], [sure(0.97)] * 30, likeness=[0.81] * 30)
    assert other.level is Level.AMBER and "calibrate" in other.text
    assert check_images([GOOD], [sure(0.97)] * 30, calibrated=True, likeness=[0.81] * 30).level is Level.GREEN
    assert check_images([GOOD], [sure(0.97)] * 30, likeness=[0.96] * 30).level is Level.GREEN
    assert check_images([GOOD], [sure(0.97)] * 30, likeness=[0.3] * 5).level is Level.GREEN  # too few to tell


def test_objects_surely_none_of_the_five_are_no_doubt() -> None:
    assert check_images([GOOD], [sure(0.05, other=0.93)] * 30).level is Level.GREEN


def test_no_cell_is_told() -> None:
    assert (
        "No white cell" in check_images([replace(GOOD, cell_px=None, density=None, sharpness=None)], []).text
    )


def smear(
    *, light: float = 0.0, cast: float = 1.0, blur: float = 0.0, radius: int = 60
) -> tuple[np.ndarray, FoundCell]:
    from scipy.ndimage import gaussian_filter

    y, x = np.mgrid[0:480, 0:640].astype(float)
    away = np.hypot(x - 320, y - 240)
    density = np.where(away < radius * 0.6, 1.0, np.where(away < radius, 0.25, 0.0))
    density += 0.2 * np.sin(x * 1.3) * np.sin(y * 1.1) * (away < radius)
    density = gaussian_filter(density, blur) if blur else density
    shade = 1 - light * np.hypot(x - 320, y - 240) / 400
    rgb = 235 * (np.exp(-np.maximum(density, 0)) * shade)[..., None] * np.array([1.0, 1.0, 1 / cast])
    labels = np.where(away < radius * 0.6, 2, np.where(away < radius, 1, 0)).astype(np.uint8)
    box = Box(320 - radius, 240 - radius, 2 * radius, 2 * radius)
    cut = labels[240 - radius : 240 + radius, 320 - radius : 320 + radius]
    return np.clip(rgb, 0, 255).astype(np.uint8), FoundCell(box, CellMask(cut, box), 1.0)


def traits_of(**options: float) -> ImageTraits:
    rgb, cell = smear(**options)  # type: ignore[arg-type]
    return measure(rgb, [cell], single_cell=False)


def test_light_colour_scale_and_focus_are_measured() -> None:
    plain = traits_of()
    assert plain.unevenness == pytest.approx(1.0, abs=0.05)
    assert plain.cell_px == pytest.approx(120, rel=0.03)
    assert traits_of(light=0.7).unevenness > 1.6
    assert traits_of(cast=3.0).cast == pytest.approx(3.0, rel=0.05)
    assert traits_of(blur=6).sharpness < 0.5 * plain.sharpness
    assert traits_of(radius=20).cell_px == pytest.approx(40, rel=0.06)


def test_without_an_image_that_can_be_read_there_is_no_verdict(tmp_path: Path) -> None:
    from made_fields import ColourCounter

    bad = [tmp_path / "a.heic", tmp_path / "b.jpg"]
    for path in bad:
        path.write_bytes(b"\0\0\0\x18ftypheic")
    with pytest.raises(UnreadableImage, match="HEIC"):
        list(check_microscope(bad, ColourCounter()))


def test_a_few_images_are_taken_evenly() -> None:
    paths = [Path(str(n)) for n in range(100)]
    chosen = spread(paths, 10)
    assert chosen == paths[::10] and spread(paths[:3], 10) == paths[:3]
