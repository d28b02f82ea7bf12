"""How a drawn smear looks: its stain, and the camera that photographs it."""

from __future__ import annotations

from dataclasses import dataclass, field

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Stain:
    """A Romanowsky stain as two dyes, and the red cells' own pigment.

    Colour follows the law of Beer and Lambert: the optical densities (natural logarithm,
    for R, G, B) of all pigments in a pixel add up. The default vectors were fitted by eye
    to May-Grünwald-Giemsa cells of the Barcelona PBC set (Acevedo et al. 2020).

    Attributes:
        azure: Strength of the blue dye; 1 is usual.
        eosin: Strength of the red dye; 1 is usual.
        azure_density: Optical density of one unit of the blue dye.
        eosin_density: Optical density of one unit of the red dye.
        haemoglobin_density: Optical density of a red cell at full thickness.
    """

    azure: float = 1.0
    eosin: float = 1.0
    azure_density: Triple = (0.95, 0.84, 0.13)
    eosin_density: Triple = (0.20, 0.85, 0.36)
    haemoglobin_density: Triple = (0.26, 0.37, 0.22)


@dataclass(frozen=True, slots=True)
class Camera:
    """Light and sensor.

    Attributes:
        white: RGB (0 to 255) of an empty spot in the middle of the field.
        vignetting: Loss of light in the corners, as a share.
        tilt: Difference of light between left and right edge, as a share.
        cast: Colour that shifts from the middle to the corners, per channel, as a share.
        blur_um: Standard deviation of the focus blur, in microns.
        sharpen: Strength of the camera's own sharpening; 0 is none.
        noise: Standard deviation of the sensor's noise, in grey levels.
    """

    white: Triple = (252.0, 229.0, 204.0)
    vignetting: float = 0.08
    tilt: float = 0.03
    cast: Triple = (0.0, 0.0, 0.0)
    blur_um: float = 0.09
    sharpen: float = 0.5
    noise: float = 1.5


@dataclass(frozen=True, slots=True)
class Look:
    """Stain, camera and scale together.

    Attributes:
        px_per_um: Pixels per micron; 10 is a 100x objective on an ordinary camera.
        stain: The stain.
        camera: The camera.
    """

    px_per_um: float = 10.0
    stain: Stain = field(default_factory=Stain)
    camera: Camera = field(default_factory=Camera)


LOOKS: dict[str, Look] = {
    "giemsa": Look(),
    "wright": Look(
        px_per_um=11.0,
        stain=Stain(azure=0.9, eosin=1.15, haemoglobin_density=(0.12, 0.42, 0.40)),
        camera=Camera(white=(226.0, 228.0, 226.0), vignetting=0.12, sharpen=0.2, noise=2.5),
    ),
    "phone": Look(
        px_per_um=9.0,
        stain=Stain(azure=1.05, eosin=0.9),
        camera=Camera(
            white=(205.0, 178.0, 190.0),
            vignetting=0.3,
            tilt=0.1,
            cast=(0.12, -0.06, 0.0),
            blur_um=0.14,
            sharpen=0.0,
            noise=4.0,
        ),
    ),
}
"""Named looks: a research scanner, a Wright stain under a white lamp, a phone on an eyepiece."""
