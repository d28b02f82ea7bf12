"""The counter (finder and classifier) in the window: loaded in the background, told in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wbc_desktop.app.jobs import Job, Jobs
from wbc_desktop.app.translations import tr
from wbc_desktop.app.viewmodels.counting_work import load_models
from wbc_desktop.core.errors import WbcError

if TYPE_CHECKING:
    from wbc_desktop.core.sample import ModelStamp
    from wbc_desktop.inference.counter import Counter
    from wbc_desktop.models.manifest import Manifest


MOST_LOSSES = 5
"""Ends of the counting process after which it is not started again by itself."""


class CounterViewModel(QObject):
    """The one counter of the window.

    Signals:
        changed: It is loading, ready or failed; or the content choice changed.
        ready: A counter is there now.
    """

    changed = Signal()
    ready = Signal()

    def __init__(self, jobs: Jobs, folders: tuple[Path, ...] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._folders = jobs, folders
        self._job: Job | None = None
        self._wanted: tuple[str, str] | None = None
        self.counter: Counter | None = None
        self.error: WbcError | None = None
        self.content = "auto"
        self.threshold: float | None = None
        self._own_manifest: Manifest | None = None
        self._losses = 0
        jobs.lost.connect(self._on_lost)

    @property
    def loading(self) -> bool:
        """Whether a counter is being loaded."""
        return self._job is not None

    @property
    def model_name(self) -> str:
        """The classifier's id and version, or what stands in its place, for a person."""
        if self.counter is not None:
            manifest = self.counter.manifest
            return f"{manifest.id} {manifest.version}"
        if self.error is not None:
            return tr("no model")
        return tr("loading the model…")

    @property
    def device_name(self) -> str:
        """What computes, for a person; empty while loading."""
        return self.counter.device_name if self.counter is not None else ""

    def stamp(self) -> ModelStamp | None:
        """What a new record says of the model; None while there is none."""
        from wbc_desktop.core.sample import ModelStamp

        if self.counter is None:
            return None
        manifest = self.counter.manifest
        version = manifest.version
        if self.threshold is not None:
            version += f" (threshold {self.threshold:.2f})"
        return ModelStamp(manifest.id, version, manifest.fingerprint, self.device_name)

    def set_content(self, content: str) -> None:
        """Choose ``auto``, ``cell``, ``field`` or ``slide`` for the next count."""
        if content != self.content:
            self.content = content
            self.changed.emit()

    def load(self, model: str, device: str) -> None:
        """Load a model on a device in the background (``model`` empty: the best bundled one)."""
        if self._wanted == (model, device) and self.error is None:
            return
        self._wanted = (model, device)
        if self._job is not None:
            return
        self.counter, self.error = None, None
        self._start(model, device)

    def set_threshold(self, threshold: float | None) -> None:
        """Take another threshold of "unidentified" than the model's own (None), from the next count on."""
        self.threshold = threshold
        self._take_threshold()

    def _take_threshold(self) -> None:
        if self.counter is None or not hasattr(self.counter.manifest, "calibration"):
            return
        if self._own_manifest is None:
            self._own_manifest = self.counter.manifest
        own = self._own_manifest
        if self.threshold is None:
            self.counter.manifest = own
            return
        calibration = own.calibration.model_copy(update={"threshold": self.threshold})
        self.counter.manifest = own.model_copy(update={"calibration": calibration})

    def use(self, counter: Counter) -> None:
        """Take a counter that is loaded already."""
        self.counter, self.error = counter, None
        self.changed.emit()
        self.ready.emit()

    def _start(self, model: str, device: str) -> None:
        self._job = self._jobs.run(
            tr("Loading the model"), self._jobs.apart(load_models, model, device, self._folders)
        )
        self._job.returned.connect(self._on_loaded)
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(lambda _state: self._on_ended((model, device)))
        self.changed.emit()

    def _on_lost(self) -> None:
        """The counting process has ended: load the models again, unless it keeps on ending."""
        wanted, self._losses = self._wanted, self._losses + 1
        self.counter = None
        if wanted is None or self._job is not None or self._losses > MOST_LOSSES:
            self.changed.emit()
            return
        self._start(*wanted)

    def _on_loaded(self, counter: Counter) -> None:
        self.counter, self._own_manifest = counter, None
        self._take_threshold()

    def _on_failed(self, error: WbcError) -> None:
        self.error = error

    def _on_ended(self, loaded: tuple[str, str]) -> None:
        self._job = None
        if self._wanted is not None and self._wanted != loaded:
            self.counter, self.error = None, None
            self._start(*self._wanted)
            return
        self.changed.emit()
        if self.counter is not None:
            self.ready.emit()
