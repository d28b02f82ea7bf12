"""A warning says of how many images it was given, except where that says nothing."""

from __future__ import annotations

import pytest

from wbc_desktop.core.warned import Warned


def warned(*images: tuple[str, list[str]]) -> list[str]:
    seen = Warned()
    for name, warnings in images:
        seen.look(name, warnings)
    return seen.sentences()


def test_each_warning_once_with_its_images_in_order_of_first_occurrence() -> None:
    told = warned(("a", []), ("b", ["Dark."]), ("c", ["Blurred.", "Dark."]), ("d", ["Dark."]))
    assert told == ["3 of 4 images: Dark.", "1 of 4 images: Blurred."]


def test_all_images_are_told_too() -> None:
    assert warned(("a", ["Dark."]), ("b", ["Dark."])) == ["2 of 2 images: Dark."]


def test_the_steps_of_one_slide_are_one_image() -> None:
    assert warned(("s.svs", ["Thick."]), ("s.svs", []), ("s.svs", ["Thick."])) == ["Thick."]
    assert warned(("s.svs", ["Thick."]), ("s.svs", []), ("b", [])) == ["1 of 2 images: Thick."]


@pytest.mark.parametrize(
    "text",
    [
        "Some GPU ran out of memory; the batch was halved to 16.",
        "Some GPU failed; the count went on with the CPU.",
        "ONNX Runtime has no provider for Some GPU; it computes on the CPU.",
        "b: 3 cells are also in a and counted once (overlapping photographs).",
    ],
)
def test_the_devices_and_a_sentence_that_names_its_image_bear_no_number(text: str) -> None:
    assert warned(("a", []), ("b", [text])) == [text]


def test_a_sentence_that_names_another_image_is_numbered() -> None:
    assert warned(("a", ["c: look."]), ("b", [])) == ["1 of 2 images: c: look."]


def test_no_image_no_sentence() -> None:
    seen = Warned()
    assert (seen.images, seen.sentences()) == (0, [])
