"""The study's convolutional autoencoder with a latent vector of 512."""

from __future__ import annotations

from torch import Tensor, nn

LATENT = 512
SIDE = 128
"""Side of the square input, in pixels."""

_CHANNELS = (32, 64, 128, 256)
_GRID = SIDE // 2 ** len(_CHANNELS)
_NECK = 32


class ConvEncoder(nn.Module):
    """Four strided convolutions and a linear layer: (batch, 3, 128, 128) -> (batch, 512)."""

    def __init__(self, latent: int = LATENT) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for channels in _CHANNELS:
            layers += [
                nn.Conv2d(before, channels, 3, stride=2, padding=1),
                nn.GroupNorm(8, channels),
                nn.GELU(),
            ]
            before = channels
        layers += [nn.Conv2d(before, _NECK, 1), nn.GELU()]
        self.convolutions = nn.Sequential(*layers)
        self.to_latent = nn.Linear(_NECK * _GRID * _GRID, latent)

    def forward(self, images: Tensor) -> Tensor:
        """Encode normalised images (batch, 3, 128, 128) to latents (batch, 512)."""
        latents: Tensor = self.to_latent(self.convolutions(images).flatten(1))
        return latents


class ConvDecoder(nn.Module):
    """The encoder's mirror: (batch, 512) -> (batch, 3, 128, 128)."""

    def __init__(self, latent: int = LATENT) -> None:
        super().__init__()
        self.from_latent = nn.Linear(latent, _NECK * _GRID * _GRID)
        layers: list[nn.Module] = [nn.Conv2d(_NECK, _CHANNELS[-1], 1), nn.GELU()]
        targets = (*reversed(_CHANNELS[:-1]), 3)
        before = _CHANNELS[-1]
        for channels in targets:
            layers += [
                nn.Upsample(scale_factor=2, mode="nearest"),
                nn.Conv2d(before, channels, 3, padding=1),
            ]
            if channels != 3:
                layers += [nn.GroupNorm(8, channels), nn.GELU()]
            before = channels
        self.convolutions = nn.Sequential(*layers)

    def forward(self, latents: Tensor) -> Tensor:
        """Decode latents (batch, 512) to normalised images (batch, 3, 128, 128)."""
        grid = self.from_latent(latents).view(-1, _NECK, _GRID, _GRID)
        images: Tensor = self.convolutions(grid)
        return images


class ConvAutoencoder(nn.Module):
    """Encoder and decoder; trained on the mean squared error of the reconstruction."""

    def __init__(self, latent: int = LATENT) -> None:
        super().__init__()
        self.encoder = ConvEncoder(latent)
        self.decoder = ConvDecoder(latent)

    def forward(self, images: Tensor) -> Tensor:
        """Reconstruct normalised images (batch, 3, 128, 128)."""
        images_again: Tensor = self.decoder(self.encoder(images))
        return images_again
