"""Which folders the program uses; no other module knows one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from wbc_desktop.core.errors import WrongUse

HOME_VARIABLE = "WBC_HOME"
"""Environment variable that puts everything into one folder (tests, portable use)."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the program keeps what survives a restart.

    Attributes:
        data: Cases, backups, models of the user.
        config: Settings.
        logs: Log files; no patient data in them.
        cache: Thumbnails and the like; may be deleted.
    """

    data: Path
    config: Path
    logs: Path
    cache: Path

    @property
    def database(self) -> Path:
        """The case database."""
        return self.data / "cases.sqlite3"

    @property
    def backups(self) -> Path:
        """Copies of the database made before a migration, and on demand."""
        return self.data / "backups"

    @property
    def models(self) -> Path:
        """Model folders that the user added or calibrated."""
        return self.data / "models"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"

    def make(self) -> Paths:
        """Create the folders.

        Raises:
            WrongUse: A folder cannot be created.
        """
        for folder in (self.data, self.config, self.logs, self.cache):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise WrongUse(
                    "The program's folder cannot be created.",
                    f"Name another with --data-dir or {HOME_VARIABLE}.",
                    file=folder,
                    detail=str(error),
                ) from error
        return self


def find_paths(data_dir: str | Path | None = None) -> Paths:
    """The folders in use: ``data_dir``, else ``$WBC_HOME``, else the platform's own."""
    home = data_dir or os.environ.get(HOME_VARIABLE)
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(root, root, root / "logs", root / "cache")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("wbc-desktop", appauthor=False, roaming=False)
    return Paths(dirs.user_data_path, dirs.user_config_path, dirs.user_log_path, dirs.user_cache_path)
