"""What a laboratory has chosen: one JSON file, versioned, written atomically."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.files import write_whole

VERSION = 1


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", validate_assignment=True)


class LaboratorySettings(_Part):
    """Who reports.

    Attributes:
        name: Printed on reports, and the sending facility of HL7 messages.
        user: Name under which edits are recorded; empty: the account's name.
        patient_fields: Whether patient data are asked for and shown; off by default.
        every_cell_reviewed: Whether signing needs each cell to be reviewed.
        reference_set: Name of the reference set taken for a new case; empty: none.
    """

    name: str = ""
    user: str = ""
    patient_fields: bool = False
    every_cell_reviewed: bool = True
    reference_set: str = ""


class CountSettings(_Part):
    """How a count is made.

    Attributes:
        model: Id or folder of the classifier; empty: the best validated one.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        target: Count target for a new case.
        decimals: Decimals of percentages.
        interval: ``wilson`` or ``exact``.
        nrbc_limit: nRBC per 100 WBC from which the WBC is corrected.
        mpp: Microns per level-0 pixel of each camera, by the camera's name.
        location_pass_percent: Pass limit of the cell-location test; None: no limit set.
        max_megapixels: Largest image that the window decodes as a whole, from its next start on; None: 200.
            ``WBC_MAX_MEGAPIXELS`` in the environment goes before it.
    """

    model: str = ""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    target: Annotated[int, Field(ge=1, le=100_000)] = 100
    decimals: Annotated[int, Field(ge=0, le=2)] = 1
    interval: Literal["wilson", "exact"] = "wilson"
    nrbc_limit: Annotated[float, Field(ge=0, le=1000)] = 5.0
    mpp: dict[str, float] = Field(default_factory=dict)
    location_pass_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    max_megapixels: Annotated[float, Field(gt=0, le=100_000)] | None = None


class WindowSettings(_Part):
    """How the window looks; its geometry lives elsewhere (QSettings).

    Attributes:
        theme: ``system``, ``light`` or ``dark``.
        language: Two-letter code; empty: the system's.
        keys: Class id to key, where it differs from the preset.
        recent: Folders and files opened last, newest first.
        sounds: Whether a tone marks each class in a live count.
        more: Further choices of views, by name.
    """

    theme: Literal["system", "light", "dark"] = "system"
    language: str = ""
    keys: dict[str, str] = Field(default_factory=dict)
    recent: list[str] = Field(default_factory=list)
    sounds: bool = False
    more: dict[str, Any] = Field(default_factory=dict)


class Settings(_Part):
    """All settings; ``reference_sets`` holds the laboratory's own sets as ``core.reference`` writes them."""

    version: Literal[1] = 1
    laboratory: LaboratorySettings = Field(default_factory=LaboratorySettings)
    count: CountSettings = Field(default_factory=CountSettings)
    window: WindowSettings = Field(default_factory=WindowSettings)
    reference_sets: list[dict[str, Any]] = Field(default_factory=list)

    @property
    def user(self) -> str:
        """Who works: the name entered, else the account's name."""
        if self.laboratory.user.strip():
            return self.laboratory.user.strip()
        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return "unknown user"


_MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From a version to the next; none is needed yet."""


def load_settings(path: Path) -> tuple[Settings, str]:
    """Read the settings.

    A damaged file is kept aside under another name, never overwritten.

    Returns:
        The settings, and a sentence for the person where the file was damaged (else empty).

    Raises:
        CaseFault: The file was written by a newer version, or cannot be read at all.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings(), ""
    except UnicodeDecodeError:
        return Settings(), _keep_aside(path)
    except OSError as error:
        raise CaseFault("The settings cannot be read.", file=path, detail=str(error)) from error
    try:
        raw = json.loads(text)
        if not isinstance(raw, dict):
            raise ValueError("no object")
        _refuse_newer(raw, path)
        while raw.get("version", VERSION) in _MIGRATIONS:
            raw = _MIGRATIONS[raw["version"]](raw)
        return Settings.model_validate(raw), ""
    except (ValueError, TypeError, RecursionError, ValidationError):
        return Settings(), _keep_aside(path)


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings atomically.

    Raises:
        OutputFault: The folder cannot be written to.
    """
    write_whole(path, (settings.model_dump_json(indent=2) + "\n").encode())


def _refuse_newer(raw: dict[str, Any], path: Path) -> None:
    version = raw.get("version", VERSION)
    if isinstance(version, int) and version > VERSION:
        raise CaseFault(
            "The settings were written by a newer version of the program.",
            "Update the program, or name another folder with --data-dir.",
            file=path,
        )


def _keep_aside(path: Path) -> str:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = path.with_name(f"{path.stem}-damaged-{stamp}{path.suffix}")
    try:
        path.replace(aside)
    except OSError:
        return f"The settings in {path.name} are damaged; the presets are in force."
    return f"The settings were damaged; they are kept as {aside.name}, and the presets are in force."
