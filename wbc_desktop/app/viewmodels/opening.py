"""What a person opens: files, folders, recent samples, the demo smear."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wbc_desktop.core.errors import WrongUse
from wbc_desktop.core.progress import CancelToken, Progress

if TYPE_CHECKING:
    from wbc_desktop.imaging.folder import Sample

DEMO_SEED = 7


def find_samples(token: CancelToken, paths: Sequence[Path]) -> Generator[Progress, None, list[Sample]]:
    """Job: the samples under ``paths``.

    Returns:
        list[Sample], not empty.

    Raises:
        WrongUse: There is no image at all.
    """
    from wbc_desktop.imaging.folder import collect_samples

    yield Progress(0, 0, "files")
    samples = collect_samples(list(paths))
    token.raise_if_cancelled()
    if not any(sample.images for sample in samples):
        raise WrongUse(
            "There is no image here that can be opened.",
            "Choose a folder of photographs (JPEG, PNG, TIFF) or a whole slide.",
            file=paths[0] if paths else None,
        )
    return samples


def draw_demo(token: CancelToken, folder: Path) -> Generator[Progress, None, list[Sample]]:
    """Job: the demo smear in ``folder``, drawn if it is not there.

    Returns:
        list[Sample] with one sample.
    """
    from wbc_desktop.imaging.synthetic.smear import TRUTH_NAME, write_smear

    if not (folder / TRUTH_NAME).is_file():
        fields = 12
        for number, _field in enumerate(write_smear(folder, fields=fields, seed=DEMO_SEED), start=1):
            token.raise_if_cancelled()
            yield Progress(number, fields)
    return (yield from find_samples(token, [folder]))
