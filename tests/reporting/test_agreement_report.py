"""The agreement report as a PDF."""

import subprocess
from shutil import which

import numpy as np
import pytest
from made_cases import AT

from wbc_desktop.core.agreement import AgreementTable
from wbc_desktop.reporting.agreement_report import AgreementReport, agreement_document
from wbc_desktop.reporting.export import file_name, file_names


def make_report(cases):
    rng = np.random.default_rng(2)
    first = rng.uniform(30, 80, cases).tolist()
    second = (np.array(first) + rng.normal(0, 2, cases)).tolist()
    table = AgreementTable(("neutrophil", "monocyte"), np.array([[90, 10], [5, 95]]), 3)
    return AgreementReport(("ann", "bob"), table, {"neutrophil": (first, second)}, cases, AT)


def test_it_says_what_was_found(tmp_path):
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "a.pdf"
    path.write_bytes(agreement_document(make_report(30)))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True).stdout
    for needed in ("185 of 200", "92.5 %", "kappa 0.850", "Passing-Bablok (30 cases)", "limits of agreement"):
        assert needed in text, needed


@pytest.mark.parametrize("cases", [0, 1, 3])
def test_few_cases_make_a_report_too(cases):
    assert agreement_document(make_report(cases)).startswith(b"%PDF")


def test_file_names_are_safe_and_unlike():
    assert file_name("../a/b:c*.png") == "_a_b_c_.png"
    assert file_name("CON") == "_CON"
    assert file_name(" . ") == "sample"
    assert file_names(["a", "A", "a"]) == ["a", "A (2)", "a (3)"]
