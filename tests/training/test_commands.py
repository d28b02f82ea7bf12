from __future__ import annotations

import csv
import json
import shutil

import pytest
import torch

from training import loop
from training.__main__ import COMMANDS, main
from training.data.generated import make_data_folder
from training.prcc_autoencoder import VARIANTS
from training.report_tables import UNKNOWN


def run(*arguments: str) -> int:
    return main(list(arguments))


@pytest.fixture(scope="module")
def reproduced(study, tmp_path_factory):
    output = tmp_path_factory.mktemp("reproduced")
    assert run("reproduce", *study.options(output)) == 0
    return output


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_studys_folders_run_unchanged_and_leave_every_artefact(reproduced):
    names = {path.name for path in reproduced.iterdir()}
    fractions = ("100", "50", "10", "1")
    assert {f"resnet_wbc_{f}.pt" for f in fractions} <= names
    assert {f"combinedNet_wbc_{f}.pt" for f in fractions} <= names
    assert {"resnet_cam16.pt", "pRCC_clustered_resnet.pt", "pRCC_autoencoder.pt"} <= names
    assert {"prcc_feature.csv", "prcc_cluster_label.csv"} <= names
    with (reproduced / "prcc_cluster_label.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 24
    assert {row["cluster"] for row in rows} == {"0", "1"}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_second_reproduction_repeats_no_finished_part(reproduced, study, capsys):
    before = {path: path.stat().st_mtime_ns for path in reproduced.glob("*.pt")}
    assert run("reproduce", *study.options(reproduced)) == 0
    assert {path: path.stat().st_mtime_ns for path in reproduced.glob("*.pt")} == before
    assert "resnet_wbc_100: finished before." in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_report_shows_the_study_beside_ours_and_invents_nothing(reproduced):
    page = (reproduced / "report" / "index.html").read_text()
    assert "97.9 %" in page
    assert "about 73 %" in page
    assert UNKNOWN in page
    record = json.loads((reproduced / "runs" / "resnet_wbc_100" / "run.json").read_text())
    assert f"{100 * record['figures']['chosen_test_accuracy']:.1f} %" in page
    assert record["commit"] in page
    assert "runs used only a few images per class" not in page, "the small study was used whole"
    assert record["machine"].split(",")[0] in page
    for name in ("resnet_wbc_loss.png", "resnet_wbc_confusion.png", "fractions.png"):
        assert name in page
        assert (reproduced / "report" / name).stat().st_size > 5000


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_damaged_finished_part_is_made_again(reproduced, study, tmp_path):
    output = tmp_path / "copy"
    shutil.copytree(reproduced, output)
    (output / "resnet_cam16.pt").unlink()
    assert run("cam16", *study.options(output)) == 0
    assert (output / "resnet_cam16.pt").is_file()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_public_data_folders_run_with_generated_images(tmp_path):
    root = make_data_folder(tmp_path / "data")
    common = ["--data", str(root), "--output", str(tmp_path / "out"), "--profile", "smoke", "--threads", "1"]
    assert run("prcc-cluster", *common) == 0
    assert run("prcc-classifier", *common) == 0
    assert run("resnet-wbc", "--fraction", "1", *common) == 0
    with (tmp_path / "out" / "prcc_cluster_label.csv").open() as stream:
        assert sum(1 for _ in csv.DictReader(stream)) == 96, "six fields of 1000 px give 16 ROIs each"


class Stopped(Exception):
    pass


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("variant", ["conv", "masked", "vit"])
def test_a_stopped_autoencoder_goes_on_with_the_losses_of_an_undisturbed_one(
    study, tmp_path, monkeypatch, variant
):
    name = f"pRCC_autoencoder{VARIANTS[variant]}"
    words = ["prcc-autoencoder", "--variant", variant, "--set", "loop.checkpoint_seconds=0"]
    assert run(*words, *study.options(tmp_path / "whole")) == 0
    saved = loop._save

    def stop_after_one(*arguments):
        saved(*arguments)
        raise Stopped

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr(loop, "_save", stop_after_one)
        run(*words, *study.options(tmp_path / "stopped"))
    assert run(*words, *study.options(tmp_path / "stopped")) == 0
    one, two = (
        [
            line.rpartition(",")[0]
            for line in (tmp_path / f / "runs" / name / "history.csv").read_text().split()
        ]
        for f in ("whole", "stopped")
    )
    assert len(one) == 3
    assert one == two


def test_help_names_every_command_and_imports_none_of_them(capsys):
    assert run("--help") == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)


def test_an_unknown_command_is_told_with_those_there_are(capsys):
    assert run("resnet") == 2
    assert "resnet-wbc" in capsys.readouterr().err


def refused(capsys, *arguments: str) -> str:
    assert run(*arguments) in (1, 2)
    error = capsys.readouterr().err
    assert "Traceback" not in error
    return error


def test_a_missing_folder_is_told(study, tmp_path, capsys):
    options = study.options(tmp_path / "out")
    options[1] = str(tmp_path / "nowhere")
    assert "This data set is missing" in refused(capsys, "resnet-wbc", *options)


@pytest.mark.parametrize("command", ["segmenter", "product"])
def test_a_missing_data_folder_is_told_by_the_product_s_commands(command, tmp_path, capsys):
    words = [command, "--data", str(tmp_path / "nowhere"), "--work", str(tmp_path / "work")]
    assert main(words) == 2
    told = capsys.readouterr().err
    assert "nowhere" in told
    assert "No such file" in told
    assert "WBC_DATA" in told


def test_combinednet_without_an_encoder_is_refused(tmp_path, capsys):
    assert main(["product", "--model", "combinednet", "--work", str(tmp_path)]) == 2
    assert "--encoder" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())


def test_an_empty_class_is_told(study, tmp_path, capsys):
    shutil.copytree(study.wbc, tmp_path / "WBC")
    folder = tmp_path / "WBC" / "WBC_100" / "train" / "data" / "Monocyte"
    for file in folder.iterdir():
        file.unlink()
    options = study.options(tmp_path / "out")
    options[1] = str(tmp_path / "WBC")
    assert "The class folder “Monocyte” is empty" in refused(capsys, "resnet-wbc", *options)
    folder.rmdir()
    assert "lacks the class monocyte" in refused(capsys, "resnet-wbc", *options)
    assert not list((tmp_path / "out").glob("runs/*/history.csv")), "no epoch ran"


def test_a_mask_of_another_size_is_told(study, tmp_path, capsys):
    from PIL import Image

    shutil.copytree(study.cam16, tmp_path / "CAM16")
    mask = next((tmp_path / "CAM16" / "train" / "mask").glob("*/*.png"))
    Image.new("L", (10, 10), 255).save(mask)
    options = study.options(tmp_path / "out")
    options[3] = str(tmp_path / "CAM16")
    assert "10 x 10 pixels, its image 64 x 64" in refused(capsys, "cam16", *options)


def test_a_folder_without_any_mask_is_told(study, tmp_path, capsys):
    (tmp_path / "masks").mkdir()
    options = study.options(tmp_path / "out")
    options[1] = str(study.wbc / "WBC_100" / "train" / "data")
    error = refused(capsys, "resnet-wbc", *options, "--masks", str(tmp_path / "masks"))
    assert "holds no mask of any image" in error


def test_a_checkpoint_of_another_architecture_is_told(study, tmp_path, capsys):
    output = tmp_path / "out"
    output.mkdir()
    torch.save({"weight": torch.zeros(3)}, output / "resnet_cam16.pt")
    error = refused(capsys, "combined", *study.options(output))
    assert "another architecture than the CAM16 network" in error


def test_a_missing_part_is_named(study, tmp_path, capsys):
    assert "resnet_cam16.pt" in refused(capsys, "combined", *study.options(tmp_path / "out"))
    assert "Run prcc-cluster first" in refused(capsys, "prcc-classifier", *study.options(tmp_path / "out"))


@pytest.mark.parametrize(
    ("setting", "word"),
    [
        ("loop.epochs=0", "loop.epochs"),
        ("loop.epoch=3", "loop.epoch"),
        ("epochs", "no setting"),
        ("loop.epochs=[", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named(study, tmp_path, capsys, setting, word):
    assert word in refused(capsys, "cam16", *study.options(tmp_path / "out"), "--set", setting)


def test_a_report_without_runs_says_what_to_do(tmp_path, capsys):
    assert "Run reproduce first" in refused(capsys, "report", "--output", str(tmp_path))
