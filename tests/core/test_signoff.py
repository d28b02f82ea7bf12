"""What is checked before signing."""

from dataclasses import replace

import pytest
from made_cases import make_case

from wbc_desktop.core.case import Reclassify, SetSampleData, Sign
from wbc_desktop.core.errors import CaseFault
from wbc_desktop.core.signoff import SignPolicy, sign_checks

FIRST = ("field_1.png", 1)


def failed(case, user="ann", comment="short", policy=None):
    return {c.id for c in sign_checks(case, user, comment, policy) if not c.passed and c.blocking}


def test_a_reviewed_full_count_can_be_signed():
    case = make_case(images=10, reviewed=True)
    assert failed(case, comment="") == set()
    case.apply(Sign(), user="ann")
    assert any("reference set" in note for note in case.signature.notes)


def test_unidentified_cells_block():
    case = make_case(reviewed=True)
    case.apply(Reclassify(FIRST, "unidentified"), user="ann")
    assert failed(case) == {"unidentified"}
    with pytest.raises(CaseFault, match="1 cells are unidentified"):
        case.apply(Sign("x"), user="ann")


def test_unreviewed_cells_block_unless_the_laboratory_says_otherwise():
    case = make_case()
    assert failed(case) == {"reviewed"}
    policy = SignPolicy(every_cell_reviewed=False)
    assert failed(case, policy=policy) == set()
    case.apply(Sign("x", policy), user="ann")
    assert "20 cells stand as the model called them, unreviewed." in case.signature.notes


def test_a_count_below_target_needs_a_reason():
    case = make_case(reviewed=True)
    assert failed(case, comment=" ") == {"target"}
    case.apply(SetSampleData(replace(case.data, target_reason="leukopenia")), user="ann")
    assert failed(case, comment="") == set()


def test_the_signer_must_be_named():
    assert failed(make_case(reviewed=True), user=" ") == {"operator"}


def test_an_entered_white_count_needs_its_nrbc_status():
    case = make_case(reviewed=True)
    case.apply(SetSampleData(replace(case.data, wbc=7.0)), user="ann")
    assert failed(case) == {"wbc"}
    case.apply(SetSampleData(replace(case.data, wbc_corrected=False)), user="ann")
    assert failed(case) == set()


def test_an_empty_case_cannot_be_signed():
    assert "counted" in failed(make_case(images=1, each=(0, 0, 0, 0, 0)))


def test_a_missing_hash_and_scale_are_told_but_do_not_block():
    case = make_case(reviewed=True, model=None)
    advisory = {c.id for c in sign_checks(case, "ann", "x") if not c.passed and not c.blocking}
    assert advisory == {"model", "scale", "reference"}


def test_one_counted_cell_is_a_count():
    assert failed(make_case(images=1, each=(1, 0, 0, 0, 0), reviewed=True)) == set()


def test_a_chosen_reference_set_is_no_note():
    case = make_case(images=10, reviewed=True)
    case.apply(SetSampleData(replace(case.data, reference_set="adults")), user="ann")
    assert "reference" not in {c.id for c in sign_checks(case, "ann") if not c.passed}
