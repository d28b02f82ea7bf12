from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from training.autoencoders import VitAutoencoder, autoencoder, hidden_patches
from training.batches import Batch
from training.config import PrccAutoencoder, PrccCluster, load
from training.data.items import ImageSet, Item
from training.prcc_autoencoder import objective
from training.prcc_classifier import _split_in_fields
from training.prcc_cluster import clustered
from training.prcc_features import feature_source
from wbc_desktop.core.errors import WrongUse
from wbc_desktop.models.networks.autoencoder import SIDE, ConvEncoder


def test_two_clouds_are_found_and_found_again_with_every_seed():
    draw = np.random.default_rng(0)
    values = np.concatenate([draw.normal(0, 1, (30, 40)), draw.normal(6, 1, (10, 40))]).astype(np.float32)
    found = clustered(values, PrccCluster(components=5, stability_seeds=4))
    assert sorted(np.bincount(found.labels)) == [10, 30]
    assert len(set(found.labels[:30])) == 1
    assert found.stability == found.lowest == 1.0
    assert found.silhouette > 0.5
    assert found.components == 5


def test_few_images_give_fewer_components_than_asked_for():
    values = np.random.default_rng(0).normal(size=(12, 40)).astype(np.float32)
    assert clustered(values, PrccCluster(stability_seeds=2)).components == 12


def test_the_features_are_named_honestly(study):
    weights = study.root / "weights" / "vgg19norm_to_conv3_1.pth"
    source = feature_source(PrccCluster(), None, weights)
    assert "VGG-19" in source.name
    assert "conv3_1" in source.name
    with torch.no_grad():
        assert source.network(torch.rand(2, 3, 64, 64)).shape == (2, 512)
    with pytest.raises(WrongUse, match="VGG16's weights are not given"):
        feature_source(PrccCluster(features="vgg16"), None, weights)


@pytest.mark.slow
def test_vgg16_gives_its_4096_features(tmp_path):
    import wbc_desktop.models.torchvision_ops  # noqa: F401, I001 - must precede torchvision
    from torchvision.models import vgg16

    torch.save(vgg16(weights=None).state_dict(), tmp_path / "vgg16.pth")
    for layer in ("fc1", "fc2"):
        source = feature_source(PrccCluster(vgg16_layer=layer), tmp_path / "vgg16.pth", None)
        with torch.no_grad():
            features = source.network(source.prepared(torch.zeros(1, 3, 224, 224, dtype=torch.uint8)))
        assert features.shape == (1, 4096)
        assert (features >= 0).all(), "after the ReLU"
        assert source.name == f"VGG16 {layer} (4096)"


def test_every_field_has_a_part_in_each_split_and_no_two_share_tissue():
    boxes = [(x, 0, 250, 250) for x in range(0, 751, 50)]
    items = [Item(Path(f"{f}.png"), f, "train", box=box, group=f) for f in "ab" for box in boxes]
    found = _split_in_fields(ImageSet("x", (), tuple(items)))
    for field in "ab":
        ends = {
            split: [(i.box[0], i.box[0] + 250) for i in found.of(split) if i.group == field]
            for split in ("train", "val", "test")
        }
        assert max(e for _, e in ends["train"]) <= min(s for s, _ in ends["val"])
        assert max(e for _, e in ends["val"]) <= min(s for s, _ in ends["test"])


@pytest.mark.parametrize("variant", ["prcc_autoencoder", "prcc_autoencoder_masked", "prcc_autoencoder_vit"])
def test_every_autoencoder_has_512_latents_and_learns_one_image(variant):
    settings = load(variant, PrccAutoencoder)
    torch.manual_seed(0)
    network = autoencoder(settings)
    images = torch.randn(1, 3, 8, 8).repeat_interleave(16, 2).repeat_interleave(16, 3).repeat(2, 1, 1, 1)
    assert network.encoder(images).shape == (2, 512)
    batch = Batch((images,), torch.zeros(2), torch.arange(2))
    optimizer = torch.optim.AdamW(network.parameters(), 1e-3)
    losses = []
    for step in range(12):
        loss, _ = objective(settings)(network, batch, step)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.9 * losses[0]


def test_the_masked_objective_counts_hidden_patches_alone():
    settings = PrccAutoencoder(objective="masked", mask_share=0.5)
    batch = Batch((torch.ones(2, 3, SIDE, SIDE),), torch.zeros(2), torch.arange(2))
    seen = []

    class Echo(torch.nn.Module):
        def forward(self, images):
            seen.append(images)
            return images

    loss, _ = objective(settings)(Echo(), batch, 0)
    assert loss.item() == pytest.approx(1.0), "what was hidden comes back as 0, and all of it is counted"
    assert seen[0].mean().item() == pytest.approx(0.5)


def test_hidden_patches_depend_on_the_key_alone():
    three = hidden_patches((5, 6, 7), 0.6, (0, 1))
    assert torch.equal(three, hidden_patches((5, 6, 7), 0.6, (0, 1)))
    assert not torch.equal(three, hidden_patches((5, 6, 7), 0.6, (0, 2)))
    assert three.mean().item() == pytest.approx(38 / 64)
    assert torch.equal(three[1:2], hidden_patches((6,), 0.6, (0, 1))), "not on the other images of the batch"
    assert not torch.equal(three[0], three[1])


def test_the_encoders_stay_small():
    for encoder in (ConvEncoder(), VitAutoencoder().encoder):
        assert sum(p.numel() for p in encoder.parameters()) * 2 < 6.5e6
    assert sum(p.numel() for p in ConvEncoder().parameters()) * 2 < 4e6
