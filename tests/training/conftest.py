"""Tiny images in the study's own layout, made once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from training.data.generated import make_study_layout, random_weights


@dataclass(frozen=True)
class Study:
    root: Path
    wbc: Path
    cam16: Path
    prcc: Path

    def options(self, output: Path) -> list[str]:
        """The options that lead a command to these folders."""
        return [
            *("--wbc", str(self.wbc), "--cam16", str(self.cam16), "--prcc", str(self.prcc)),
            *("--data", str(self.root), "--output", str(output)),
            *("--profile", "smoke", "--device", "cpu", "--threads", "1"),
        ]


@pytest.fixture(scope="session")
def study(tmp_path_factory) -> Study:
    root = tmp_path_factory.mktemp("study")
    random_weights(root / "weights")
    return Study(root, *make_study_layout(root))
