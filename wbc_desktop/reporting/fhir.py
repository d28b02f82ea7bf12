"""FHIR R4: a collection Bundle of one DiagnosticReport, its Observations and the Specimen."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from wbc_desktop.core.files import write_whole
from wbc_desktop.core.flags import HIGH, LOW
from wbc_desktop.reporting.items import UCUM, Item, report_items
from wbc_desktop.reporting.loinc import PANEL, Code
from wbc_desktop.reporting.report import RESEARCH_USE, Report

_UCUM_SYSTEM = "http://unitsofmeasure.org"
_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
_FLAGS = {LOW: "Low", HIGH: "High", "N": "Normal"}
_NAMESPACE = uuid.UUID("6f0c1b6e-6a54-4c3e-9d0b-1f6a1c8c2b77")


def fhir_bundle(report: Report) -> dict[str, Any]:
    """The bundle as plain data; resource ids follow from the case's id, so a second export has the same."""
    specimen = _specimen(report)
    patient = _patient(report) if report.patient and report.case.data.patient_id else None
    observations = [_observation(report, item, specimen, patient) for item in report_items(report)]
    head = _diagnostic_report(report, observations, specimen, patient)
    resources = [head, *([patient] if patient else []), specimen, *observations]
    return {
        "resourceType": "Bundle",
        "id": _id(report, "bundle"),
        "type": "collection",
        "timestamp": report.made_at.isoformat(),
        "entry": [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in resources],
    }


def write_fhir(report: Report, path: Path) -> None:
    """Write the bundle as JSON.

    Raises:
        OutputFault: The file cannot be written.
    """
    text = json.dumps(fhir_bundle(report), ensure_ascii=False, indent=2, allow_nan=False)
    write_whole(path, (text + "\n").encode())


def _id(report: Report, name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{report.case.id}/{name}"))


def _concept(code: Code) -> dict[str, Any]:
    coding = {"system": code.system, "code": code.code, "display": code.display}
    return {"coding": [coding], "text": code.display}


def _reference(resource: dict[str, Any]) -> dict[str, str]:
    return {"reference": f"urn:uuid:{resource['id']}"}


def _diagnostic_report(
    report: Report,
    observations: list[dict[str, Any]],
    specimen: dict[str, Any],
    patient: dict[str, Any] | None,
) -> dict[str, Any]:
    case = report.case
    hints = [f.hint_text() for f in report.flags]
    comment = case.data.comment
    texts = [
        report.target,
        report.review,
        report.model,
        report.method,
        report.reference_text,
        *hints,
        comment,
    ]
    resource: dict[str, Any] = {
        "resourceType": "DiagnosticReport",
        "id": _id(report, "report"),
        "identifier": [{"system": "urn:wbc-desktop:case", "value": case.id}],
        "status": case.status,
        "category": [
            {"coding": [{"system": f"{_TERMINOLOGY}/v2-0074", "code": "HM", "display": "Hematology"}]}
        ],
        "code": _concept(PANEL),
        "effectiveDateTime": case.created.at.isoformat(),
        "issued": report.made_at.isoformat(),
        "specimen": [_reference(specimen)],
        "result": [_reference(o) for o in observations],
        "conclusion": " ".join([f"{RESEARCH_USE}", *(t for t in texts if t)]),
    }
    if patient is not None:
        resource["subject"] = _reference(patient)
    if report.laboratory:
        resource["performer"] = [{"display": report.laboratory}]
    if case.signature is not None:
        resource["resultsInterpreter"] = [{"display": case.signature.user}]
    return resource


def _observation(
    report: Report, item: Item, specimen: dict[str, Any], patient: dict[str, Any] | None
) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "resourceType": "Observation",
        "id": _id(report, item.id),
        "status": report.case.status,
        "category": [{"coding": [{"system": f"{_TERMINOLOGY}/observation-category", "code": "laboratory"}]}],
        "code": _concept(item.code),
        "effectiveDateTime": report.case.created.at.isoformat(),
        "issued": report.made_at.isoformat(),
        "valueQuantity": _quantity(item.value, item),
        "specimen": _reference(specimen),
        "device": {"display": f"{report.software}; {report.model}"},
    }
    if patient is not None:
        resource["subject"] = _reference(patient)
    if item.note:
        resource["note"] = [{"text": item.note}]
    if item.flag:
        system = f"{_TERMINOLOGY}/v3-ObservationInterpretation"
        coding = {"system": system, "code": item.flag, "display": _FLAGS[item.flag]}
        resource["interpretation"] = [{"coding": [coding]}]
    if item.reference is not None and report.reference is not None:
        limits = {"low": item.reference.low, "high": item.reference.high}
        bounds = {k: _quantity(v, item) for k, v in limits.items() if v is not None}
        resource["referenceRange"] = [{**bounds, "text": f"{report.reference.name}: {item.range_text}"}]
    return resource


def _quantity(value: float, item: Item) -> dict[str, Any]:
    unit = {"unit": item.unit, "system": _UCUM_SYSTEM, "code": UCUM[item.unit]}
    return {"value": int(value) if item.decimals == 0 else value, **unit}


def _specimen(report: Report) -> dict[str, Any]:
    number = report.case.data.order_id or report.case.sample
    kind = {"system": "http://snomed.info/sct", "code": "119297000", "display": "Blood specimen"}
    return {
        "resourceType": "Specimen",
        "id": _id(report, "specimen"),
        "identifier": [{"value": number}] if number else [],
        "type": {"coding": [kind]},
    }


def _patient(report: Report) -> dict[str, Any]:
    data = report.case.data
    resource: dict[str, Any] = {
        "resourceType": "Patient",
        "id": _id(report, "patient"),
        "identifier": [{"value": data.patient_id}],
        "gender": data.patient_sex or "unknown",
    }
    if data.patient_name:
        resource["name"] = [{"text": data.patient_name}]
    if data.patient_birth_date:
        resource["birthDate"] = data.patient_birth_date
    return resource
