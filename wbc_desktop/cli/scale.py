"""How large a pixel is, for cameras whose images do not say so: asked once, kept by the camera's name."""

from __future__ import annotations

import argparse

from wbc_desktop.core.errors import WrongUse

SMALLEST, LARGEST = 0.01, 2.0
"""Microns per pixel that a photograph of a smear may have."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``--mpp`` and ``--camera``."""
    parser.add_argument(
        "--mpp",
        type=float,
        metavar="MICRONS",
        help="size of a pixel, for images that do not say it (default: read from the red cells)",
    )
    parser.add_argument(
        "--camera",
        metavar="NAME",
        help="keep --mpp under this name; later --camera alone brings it back",
    )


def pixel_size(arguments: argparse.Namespace) -> float | None:
    """Microns per pixel as given or as kept for the camera; None where neither is named.

    Raises:
        WrongUse: No photograph has such pixels, or the camera is not known yet.
        OutputFault: The settings cannot be written.
    """
    mpp: float | None = arguments.mpp
    if mpp is not None and not SMALLEST <= mpp <= LARGEST:
        raise WrongUse(
            f"A pixel of {mpp:g} microns is not possible.", f"Give {SMALLEST} to {LARGEST:g}, such as 0.1."
        )
    if arguments.camera is None:
        return mpp
    from wbc_desktop.storage.paths import find_paths
    from wbc_desktop.storage.settings import load_settings, save_settings

    name = arguments.camera.strip()
    path = find_paths().make().settings
    settings, _ = load_settings(path)
    if mpp is None:
        if name not in settings.count.mpp:
            raise WrongUse(
                f"The size of a pixel of the camera “{name}” is not known yet.",
                f"Give it once: --camera “{name}” --mpp MICRONS",
            )
        return settings.count.mpp[name]
    settings.count.mpp[name] = mpp
    save_settings(settings, path)
    return mpp
