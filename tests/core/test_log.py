"""The log: it rolls over, takes the window's lines, names nobody, and stops nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from wbc_desktop.core import log as program_log
from wbc_desktop.core.log import LOG_FILES, log_to

LOGGER = logging.getLogger("wbc_desktop.app.jobs")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    logger = logging.getLogger("wbc_desktop")
    handlers, level, propagate = list(logger.handlers), logger.level, logger.propagate
    yield
    for handler in logger.handlers:
        handler.close()
    logger.handlers, logger.propagate = handlers, propagate
    logger.setLevel(level)


def test_the_windows_log_takes_the_programs_lines_after_the_command_lines(tmp_path: Path) -> None:
    """``wbc-desktop`` starts the command line's log before the window's."""
    log_to(tmp_path / "wbc-desktop.log")
    log_to(tmp_path / "logs" / "window.log", logging.INFO)
    LOGGER.info("window shown")
    logging.getLogger("tifffile").error("Doe John's file is damaged")
    text = (tmp_path / "logs" / "window.log").read_text()
    assert text.endswith("INFO wbc_desktop.app.jobs: window shown\n")
    assert "Doe" not in text
    assert not (tmp_path / "wbc-desktop.log").exists()


def test_it_rolls_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_log, "LOG_BYTES", 2_000)
    log_to(tmp_path / "x.log")
    for number in range(200):
        LOGGER.warning("line %d of many", number)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + LOG_FILES
    assert all(file.stat().st_size <= 2_000 for file in files)
    assert "line 199 of many" in (tmp_path / "x.log").read_text()


def test_what_is_no_warning_stays_out_of_the_command_lines_log(tmp_path: Path) -> None:
    log_to(tmp_path / "x.log")
    LOGGER.info("nothing")
    assert not (tmp_path / "x.log").exists()


def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    log_to(tmp_path / "file" / "x.log")
    LOGGER.error("lost")
    (tmp_path / "folder").mkdir()
    log_to(tmp_path / "folder")
    LOGGER.error("lost")
    assert capsys.readouterr().err == ""


def test_neither_the_programs_nor_a_librarys_lines_go_anywhere_else(tmp_path: Path) -> None:
    handler = log_to(tmp_path / "made" / "for it" / "wbc.log")
    assert handler.encoding == "utf-8"
    for name in (program_log.PROGRAM, "tifffile", "PIL"):
        logger = logging.getLogger(name)
        assert logger.propagate is False
        assert logger.handlers
    logging.getLogger(program_log.PROGRAM + ".core").warning("Größe 3 µm")
    assert "Größe 3 µm" in (tmp_path / "made" / "for it" / "wbc.log").read_bytes().decode("utf-8")
