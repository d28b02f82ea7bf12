"""What every count needs: start, demo, the source's answers, the models, damaged files, cases."""

from __future__ import annotations

import json
import re
import shutil
import time

from smoke.trial import ODD_NAME, Failed, Trial, compare, rows_of

EXPORTED = ("pdf", "xlsx", "json", "fhir", "hl7", "geojson", "coco")


def version_and_help(trial: Trial) -> str:
    """The program starts, names itself, and starts fast."""
    said = trial.run("--version").strip()
    if not any(c.isdigit() for c in said):
        raise Failed(f"--version says {said!r}")
    times = []
    for _ in range(3):
        start = time.monotonic()
        trial.run("--help")
        times.append(time.monotonic() - start)
    trial.figures["help_seconds"] = round(min(times), 2)
    return f"{said}; --help in {min(times):.2f} s"


def help_of_each_command(trial: Trial) -> str:
    """Every command that the program names explains itself."""
    commands = re.findall(r"^    ([a-z]+) ", trial.run("--help"), re.M)
    if len(commands) < 10:
        raise Failed(f"only these commands are named: {commands}")
    for command in commands:
        if not trial.run(command, "--help").startswith(f"usage: wbc-desktop {command}"):
            raise Failed(f"{command} --help explains something else")
    return ", ".join(commands)


def demo(trial: Trial) -> str:
    """The demo draws a smear in a folder of an odd name and counts it."""
    folder = trial.work / ODD_NAME
    start = time.monotonic()
    said = trial.run("demo", trial.inside(folder), "--even", "--fields", "8")
    trial.figures["demo_seconds"] = round(time.monotonic() - start, 1)
    if "ynthetic" not in said or not (folder / "truth.csv").is_file():
        raise Failed(f"the demo wrote no truth or did not say that it is synthetic:\n{said}")
    return said.strip().splitlines()[-1]


def same_answers(trial: Trial) -> str:
    """``count`` gives the tables that the source gives."""
    rows = trial.counted("Ergebnis é", trial.inside(trial.smear), "--masks")
    if not rows:
        raise Failed("no cell was counted")
    if trial.source is None:
        return f"{len(rows)} cells; not compared, no --source given"
    return compare(rows, trial.counted_from_source("from source", str(trial.smear), "--masks"))


def each_model(trial: Trial) -> str:
    """Every bundled classifier loads and counts one image."""
    listed = json.loads(trial.run("models", "--json"))
    names = [m["id"] for m in listed if m.get("kind") == "classifier"]
    if not names:
        raise Failed("no bundled classifier is listed")
    for name in names:
        if not trial.counted(f"model {name}", trial.inside(trial.image), "--model", name):
            raise Failed(f"the model {name} counted nothing")
    return ", ".join(names)


def damaged_file(trial: Trial) -> str:
    """A broken file ends in errors.csv and exit code 3, not in a traceback."""
    folder = trial.work / "damaged"
    folder.mkdir()
    shutil.copy(trial.image, folder / "good.png")
    (folder / "bad.png").write_text("no image")
    (folder / "bad.tif").write_bytes(b"II*\0\x08\0\0\0\xff\xff")
    trial.counted("damaged out", trial.inside(folder), codes=(3,))
    errors = rows_of(trial.work / "damaged out" / "errors.csv")
    if len(errors) != 2:
        raise Failed(f"two files are broken, errors.csv tells of {len(errors)}")
    return errors[0]["error"]


def case_and_reports(trial: Trial) -> str:
    """A count is kept as a case, its history holds, and every report is written."""
    before = len(json.loads(trial.run("cases", "--json")))
    trial.counted("stored", trial.inside(trial.smear), "--store")
    cases = json.loads(trial.run("cases", "--json"))
    if len(cases) != before + 1:
        raise Failed(f"one case was stored beside {before}, {len(cases)} are listed")
    trial.run("verify")
    out = trial.work / "reports"
    trial.run("export", "--all", "--format", ",".join(EXPORTED), "--output", trial.inside(out))
    written = sorted(p for p in out.rglob("*") if p.is_file())
    if not any(p.suffix == ".pdf" and p.read_bytes().startswith(b"%PDF-") for p in written):
        raise Failed(f"no PDF was written: {written}")
    return f"{len(cases)} cases, history intact, {len(written)} files of {len(EXPORTED)} kinds"
