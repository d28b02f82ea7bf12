"""The autoencoders: the study's, and a small vision transformer in its place; both with 512 latents."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from training.config import PrccAutoencoder
from wbc_desktop.models.networks.autoencoder import LATENT, SIDE, ConvAutoencoder

PATCH = 16
GRID = SIDE // PATCH
WIDTH = 192
HEADS = 3
ENCODER_DEPTH = 6
DECODER_DEPTH = 2


def autoencoder(settings: PrccAutoencoder) -> nn.Module:
    """Build the autoencoder that the settings name; it has ``encoder`` and ``decoder``."""
    return ConvAutoencoder() if settings.backbone == "conv" else VitAutoencoder()


def _blocks(depth: int) -> nn.Module:
    layer = nn.TransformerEncoderLayer(
        WIDTH, HEADS, 4 * WIDTH, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
    )
    return nn.TransformerEncoder(layer, depth, norm=nn.LayerNorm(WIDTH), enable_nested_tensor=False)


class VitEncoder(nn.Module):
    """A small vision transformer (Dosovitskiy et al. 2021, arXiv 2010.11929).

    (batch, 3, 128, 128) -> (batch, 512). The latent is a linear map of the mean of the patches' tokens.
    """

    def __init__(self, latent: int = LATENT) -> None:
        super().__init__()
        self.to_tokens = nn.Conv2d(3, WIDTH, PATCH, stride=PATCH)
        self.places = nn.Parameter(torch.randn(1, GRID * GRID, WIDTH) * 0.02)
        self.blocks = _blocks(ENCODER_DEPTH)
        self.to_latent = nn.Linear(WIDTH, latent)

    def forward(self, images: Tensor) -> Tensor:
        """Encode normalised images (batch, 3, 128, 128) to latents (batch, 512)."""
        tokens = self.to_tokens(images).flatten(2).transpose(1, 2) + self.places
        latents: Tensor = self.to_latent(self.blocks(tokens).mean(1))
        return latents


class VitDecoder(nn.Module):
    """Every patch from the latent and its place: (batch, 512) -> (batch, 3, 128, 128)."""

    def __init__(self, latent: int = LATENT) -> None:
        super().__init__()
        self.from_latent = nn.Linear(latent, WIDTH)
        self.places = nn.Parameter(torch.randn(1, GRID * GRID, WIDTH) * 0.02)
        self.blocks = _blocks(DECODER_DEPTH)
        self.to_pixels = nn.Linear(WIDTH, 3 * PATCH * PATCH)

    def forward(self, latents: Tensor) -> Tensor:
        """Decode latents (batch, 512) to normalised images (batch, 3, 128, 128)."""
        tokens = self.blocks(self.from_latent(latents)[:, None, :] + self.places)
        pixels: Tensor = self.to_pixels(tokens).transpose(1, 2)
        return nn.functional.fold(pixels, (SIDE, SIDE), PATCH, stride=PATCH)


class VitAutoencoder(nn.Module):
    """Transformer encoder and decoder around a latent of 512."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = VitEncoder()
        self.decoder = VitDecoder()

    def forward(self, images: Tensor) -> Tensor:
        """Reconstruct normalised images (batch, 3, 128, 128)."""
        images_again: Tensor = self.decoder(self.encoder(images))
        return images_again


def hidden_patches(images: Sequence[int], share: float, key: tuple[int, int]) -> Tensor:
    """Which pixels are hidden in masked-image modelling (He et al. 2022, arXiv 2111.06377).

    Args:
        images: Numbers of the images; what is hidden does not depend on their batch or process.
        share: Share of the 16-pixel patches that is hidden in each image.
        key: (seed, epoch): the same key hides the same patches of an image.

    Returns:
        Float tensor (images, 1, 128, 128), 1 where hidden.
    """
    seed, epoch = key
    noise = torch.empty(len(images), GRID * GRID)
    for row, image in zip(noise, images, strict=True):
        generator = torch.Generator().manual_seed((seed * 1_000_003 + epoch) * 1_000_003 + image)
        torch.rand(GRID * GRID, generator=generator, out=row)
    hidden = noise.argsort(1).argsort(1) < round(share * GRID * GRID)
    grid = hidden.float().view(-1, 1, GRID, GRID)
    return nn.functional.interpolate(grid, size=(SIDE, SIDE), mode="nearest")
