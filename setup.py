"""Everything is in pyproject.toml but this: the wheel carries ``resources/`` inside the package."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithResources(build_py):
    """Copies models, icons, translations, licences and the manual to ``wbc_desktop/resources``."""

    def run(self) -> None:
        """Build the modules, then copy the resources (an editable install reads them in place)."""
        super().run()
        source = Path(__file__).parent / "resources"
        if not self.editable_mode and source.is_dir():
            target = Path(self.build_lib) / "wbc_desktop" / "resources"
            shutil.copytree(source, target, dirs_exist_ok=True)
            manual = Path(__file__).parent / "docs" / "manual"
            if manual.is_dir():
                shutil.copytree(manual, target / "manual", dirs_exist_ok=True)


setup(cmdclass={"build_py": BuildWithResources})
