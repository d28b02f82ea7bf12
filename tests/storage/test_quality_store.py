"""Cell-location tests are stored and recorded."""

from made_cases import AT

from wbc_desktop.core.quality import LocationTest
from wbc_desktop.storage.case_store import CaseStore
from wbc_desktop.storage.quality_store import list_tests, record_test


def test_tests_return_as_they_were_and_are_recorded(tmp_path):
    test = LocationTest(AT, "ann", 190, 10, 3, "cam", "100x", "B-12", "finder 1.0.0", "QC-1")
    with CaseStore(tmp_path / "cases.sqlite3") as store:
        record_test(store, test)
        record_test(store, LocationTest(AT, "bob", 0, 0))
        assert list_tests(store)[0] == test
        texts = [row["payload"] for row in store.database.rows("SELECT payload FROM history ORDER BY seq")]
        assert "190 located, 10 missed, 95.0 % located, stain B-12" in texts[0]
        assert store.verify().sound
