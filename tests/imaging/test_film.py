"""The film and its monolayer: blood is recognised, tissue is not, and the monolayer comes first."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from made_slides import smear_field, smear_slide, tissue
from PIL import Image

from wbc_desktop.imaging import film as film_module
from wbc_desktop.imaging.compose_slide import FEATHERED, GLASS, MONOLAYER, THICK
from wbc_desktop.imaging.film import PROBE_SIDE, find_film, probe
from wbc_desktop.imaging.limits import Limits
from wbc_desktop.imaging.open import open_source
from wbc_desktop.imaging.tiff import open_tiff_source

DATA = Path(os.environ.get("WBC_DATA", "../shared/data"))
real = pytest.mark.skipif(not DATA.is_dir(), reason="no real images: WBC_DATA is absent")


def _shrunk(path: Path, by: float) -> np.ndarray:
    with Image.open(path) as image:
        size = (int(image.width / by), int(image.height / by))
        return np.asarray(image.convert("RGB").resize(size, Image.Resampling.BOX))


@real
@pytest.mark.parametrize(("folder", "by"), [("chula_fields", 4), ("bccd_fields", 5), ("raabin_untyped", 5)])
def test_fields_of_blood_look_like_blood(folder, by):
    files = sorted((DATA / folder).glob("*.jpg"))[:200:20]
    assert np.mean([probe(_shrunk(f, by)).blood for f in files]) >= 0.7


@real
@pytest.mark.parametrize(("folder", "by"), [("prcc_kirp", 2), ("cam16/patches_256/tumor", 1)])
def test_tissue_does_not(folder, by):
    files = [f for f in sorted((DATA / folder).iterdir()) if f.suffix in (".png", ".jpg", ".tif")][:8]
    assert files
    assert np.mean([probe(_shrunk(f, by)).blood for f in files]) <= 0.1


@real
@pytest.mark.parametrize(
    "name",
    ["cmu-1-small-region.svs", "tcga-cr-7395-01a-01-ts1.svs", "small_dicom.dcm", "small_HE_levels.tiff"],
)
def test_no_film_on_real_tissue_slides(name):
    with open_source(DATA / "slides" / name) as slide:
        assert find_film(slide, 1024) is None


def test_no_film_on_drawn_tissue_and_on_empty_glass(tmp_path):
    for name, picture in (("t", tissue()), ("e", np.full((1600, 1600, 3), 244, np.uint8))):
        Image.fromarray(picture).save(tmp_path / f"{name}.tif", resolution_unit=3, dpi=None)
        with open_tiff_source(tmp_path / f"{name}.tif", Limits()) as slide:
            slide.mpp = 0.4
            assert find_film(slide, 512) is None


@pytest.mark.parametrize(
    ("tile", "is_film"),
    [(tissue(800), False), (smear_field(0, whites=1, side=800, red_px=20), True)],
    ids=["tissue", "smear"],
)
def test_discs_are_sought_in_a_few_small_patches_alone(tmp_path, monkeypatch, tile, is_film):
    """One level and no scale, the costliest kind: of 9 million pixels 2 million are searched at most."""
    Image.fromarray(np.tile(tile, (4, 5, 1))[:2638, :3236]).save(tmp_path / "s.tif")
    searched: list[int] = []
    disc_share = film_module.disc_share

    def counted(grey, radii):
        searched.append(grey.size)
        return disc_share(grey, radii)

    monkeypatch.setattr(film_module, "disc_share", counted)
    with open_tiff_source(tmp_path / "s.tif", Limits()) as slide:
        assert slide.mpp is None
        assert (find_film(slide, 1024) is not None) == is_film
    assert 0 < len(searched) <= 30
    assert max(searched) <= PROBE_SIDE**2


def test_monolayer_of_a_composed_smear_comes_first(tmp_path):
    places = smear_slide(tmp_path / "s.tif")
    zones = {(p.x // 512, p.y // 512): p.zone for p in places}
    with open_source(tmp_path / "s.tif") as slide:
        film = find_film(slide, 512)
    assert film is not None
    order = [zones[x // 512, y // 512] for x, y in film.fields_best_first()]
    monolayer = sum(zone == MONOLAYER for zone in zones.values())
    first = order[: int(monolayer * 0.8)]
    assert np.mean([zone == MONOLAYER for zone in first]) > 0.9
    by_zone = {
        z: np.mean([film.quality[y, x] for (x, y), zone in zones.items() if zone == z]) for z in range(4)
    }
    assert by_zone[MONOLAYER] > 2 * max(by_zone[THICK], by_zone[FEATHERED], by_zone[GLASS])


def test_an_early_stop_has_seen_the_whole_width(tmp_path):
    smear_slide(tmp_path / "s.tif")
    with open_source(tmp_path / "s.tif") as slide:
        film = find_film(slide, 512)
    assert film is not None
    all_of_it = film.fields_best_first()
    assert len(set(all_of_it)) == len(all_of_it)
    band = int((film.quality > 0.85).sum())
    some, whole = (np.array(all_of_it[:n]) for n in (max(band // 4, 8), band))
    assert np.ptp(some[:, 0]) >= 0.7 * np.ptp(whole[:, 0])
    assert np.ptp(some[:, 1]) >= 0.7 * np.ptp(whole[:, 1])
