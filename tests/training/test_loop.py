from __future__ import annotations

import pytest
import torch
from torch import nn

from training import checkpoint, loop
from training.augmentation import EXACT_VIEWS, ViewChoice, draw_view, exact_view
from training.batches import CachedBatches, ImageBatches, Order
from training.classification import ClassifierRun
from training.command import RUNS
from training.config import Experiment, Loop, Views
from training.data.layouts import CAM16_CLASSES, read_labelled
from training.device import Device
from training.gemm_convolution import GemmConv2d, use_matrix_products
from training.run_folder import RunFolder
from training.split_network import ResnetSplit
from training.trunk_cache import opened_cache
from wbc_desktop.core.errors import ModelRefused
from wbc_desktop.models.networks.resnet import resnet18

CPU = Device(torch.device("cpu"))
PLAIN = Loop(
    epochs=4,
    batch_size=8,
    min_steps=1,
    precision="float32",
    workers=0,
    checkpoint_seconds=0,
    channels_last=False,
)


def settings(**changes) -> Experiment:
    return Experiment(image_size=32, loop=PLAIN.model_copy(update=changes))


def classifier_run(study, tmp_path, name, experiment, cache=None) -> tuple[ClassifierRun, RunFolder]:
    torch.manual_seed(5)
    split = ResnetSplit(resnet18(2), "layer3")
    images = read_labelled(study.cam16, CAM16_CLASSES)
    run = ClassifierRun(split, images, experiment, 5, cache, tmp_path / name / "net.pt", name)
    return run, RunFolder(tmp_path / name / RUNS, {"name": "the same", "seed": 5})


class Stopped(Exception):
    pass


def test_a_stopped_run_goes_on_with_the_losses_of_an_undisturbed_one(study, tmp_path, monkeypatch):
    whole, folder = classifier_run(study, tmp_path, "whole", settings())
    whole.run(CPU, folder)
    expected = (folder.path / "history.csv").read_text()

    run, folder = classifier_run(study, tmp_path, "stopped", settings())
    saved = loop._save

    def stop_after_two(*arguments):
        saved(*arguments)
        if arguments[-1] == 2:
            raise Stopped

    monkeypatch.setattr(loop, "_save", stop_after_two)
    with pytest.raises(Stopped):
        run.run(CPU, folder)
    monkeypatch.setattr(loop, "_save", saved)
    again, folder = classifier_run(study, tmp_path, "stopped", settings())
    again.run(CPU, folder)
    assert without_seconds(folder.path / "history.csv") == without_seconds(
        tmp_path / "whole" / RUNS / "history.csv"
    )
    assert expected.count("\n") == 5
    first = checkpoint.load(tmp_path / "whole" / "net.pt")
    second = checkpoint.load(tmp_path / "stopped" / "net.pt")
    assert all(torch.equal(first[key], second[key]) for key in first)


def without_seconds(path):
    return [line.rpartition(",")[0] for line in path.read_text().splitlines()]


def test_a_checkpoint_of_other_settings_is_refused_before_any_epoch(study, tmp_path):
    run, folder = classifier_run(study, tmp_path, "mine", settings())
    checkpoint.save({"digest": "of another run"}, folder.checkpoint)
    with pytest.raises(ModelRefused, match="other settings, data or seed"):
        run.run(CPU, folder)
    assert not (folder.path / "history.csv").exists()


def test_a_checkpoint_of_another_architecture_is_refused(study, tmp_path):
    run, folder = classifier_run(study, tmp_path, "mine", settings())
    state = {"digest": folder.digest, "network": {"conv1.weight": torch.zeros(1)}, "epochs": 1}
    checkpoint.save(state, folder.checkpoint)
    with pytest.raises(ModelRefused, match="another architecture"):
        run.run(CPU, folder)


def test_a_file_that_could_run_code_is_refused(tmp_path):
    import pickle

    class Evil:
        def __reduce__(self):
            return (print, ("code ran",))

    path = tmp_path / "evil.pt"
    path.write_bytes(pickle.dumps(Evil()))
    with pytest.raises(ModelRefused):
        checkpoint.load(path)


def test_the_kept_trunk_gives_the_losses_of_the_images_themselves(study, tmp_path):
    direct, folder = classifier_run(study, tmp_path, "direct", settings())
    direct.run(CPU, folder)
    torch.manual_seed(5)
    split = ResnetSplit(resnet18(2), "layer3")
    split.prepare()
    images = read_labelled(study.cam16, CAM16_CLASSES)
    cache = opened_cache(split, images.items, 32, tmp_path / "cache", CPU, PLAIN)
    kept, folder2 = classifier_run(study, tmp_path, "kept", settings(), cache)
    kept.run(CPU, folder2)
    one = [float(line.split(",")[2]) for line in (folder.path / "history.csv").read_text().splitlines()[1:]]
    two = [float(line.split(",")[2]) for line in (folder2.path / "history.csv").read_text().splitlines()[1:]]
    assert one == pytest.approx(two, rel=1e-3)


def test_only_layer4_and_the_head_change(study, tmp_path):
    run, folder = classifier_run(study, tmp_path, "frozen", settings(epochs=1))
    before = {k: v.clone() for k, v in run.split.network.state_dict().items()}
    run.run(CPU, folder)
    after = checkpoint.load(run.artefact)
    changed = {key.split(".")[0] for key in before if not torch.equal(before[key], after[key])}
    assert changed == {"layer4", "fc"}


def test_an_order_is_the_same_for_the_same_epoch_and_shared_by_all_processes():
    order = Order(21, 4, seed=1)
    assert order.batches(3) == order.batches(3) != order.batches(4)
    assert sorted(i for chunk in order.batches(0) for i in chunk) == list(range(21))
    assert all(len(chunk) > 1 for chunk in order.batches(0)), "BatchNorm cannot take a batch of one"
    parts = [Order(21, 4, 1, rank, 2).batches(0) for rank in (0, 1)]
    assert len(parts[0]) == len(parts[1])
    assert {i for part in parts for chunk in part for i in chunk} == set(range(21))


def test_the_eight_views_differ_and_are_drawn_evenly():
    image = torch.arange(9).view(1, 3, 3)
    views = [exact_view(image, view) for view in range(EXACT_VIEWS)]
    assert len({tuple(view.flatten().tolist()) for view in views}) == EXACT_VIEWS
    choice = ViewChoice(Views(), seed=0)
    drawn = [draw_view(choice, epoch, index) for epoch in range(20) for index in range(40)]
    counts = torch.bincount(torch.tensor(drawn), minlength=EXACT_VIEWS)
    assert counts.min() > 60
    still = ViewChoice(Views(flips=False, rotation="none"), seed=0)
    assert {draw_view(still, epoch, 0) for epoch in range(20)} == {0}


def test_images_and_kept_trunk_are_turned_alike(study, tmp_path):
    images = read_labelled(study.cam16, CAM16_CLASSES)
    train = images.of("train")
    split = ResnetSplit(resnet18(2), "layer3").eval()
    cache = opened_cache(split, images.items, 32, tmp_path, CPU, PLAIN)
    choice, order = ViewChoice(Views(), 9), Order(len(train), 4, 9)
    kept = CachedBatches(train, cache, order, CPU, view=choice)
    decoded = ImageBatches(train, 32, order, CPU, view=choice, workers=0, split=split, precision="float32")
    for one, two in zip(kept.epoch(2), decoded.epoch(2), strict=True):
        assert torch.equal(one.labels, two.labels)
        assert torch.allclose(one.parts[0], two.parts[0], atol=1e-4)


@pytest.mark.parametrize("stride", [1, 2])
def test_a_convolution_as_matrix_product_gives_the_convolution_and_its_gradients(stride):
    torch.manual_seed(0)
    plain = nn.Conv2d(8, 16, 3, stride=stride, padding=1, bias=False)
    product = nn.Conv2d(8, 16, 3, stride=stride, padding=1, bias=False)
    product.load_state_dict(plain.state_dict())
    use_matrix_products(nn.Sequential(product))
    assert type(product) is GemmConv2d
    maps = [torch.randn(4, 8, 7, 7).requires_grad_() for _ in range(2)]
    maps[1].data.copy_(maps[0].data)
    grads = torch.randn(4, 16, *(plain(maps[0]).shape[2:]))
    for convolution, images in zip((plain, product), maps, strict=True):
        with torch.autocast("cpu", torch.bfloat16):
            out = convolution(images)
        out.float().backward(grads)
    assert torch.allclose(plain(maps[0]), product(maps[1]), atol=1e-5)
    for one, two in ((plain.weight.grad, product.weight.grad), (maps[0].grad, maps[1].grad)):
        assert (one - two).norm() / one.norm() < 0.02
