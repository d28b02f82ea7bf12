"""Of how many images of a sample a warning was given: one blurred photograph is not a blurred smear."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OF_THE_RUN = re.compile(
    r"; the batch was halved to \d+\.$|; (the count went on with|it computes on) the CPU\.$"
)
"""What ``inference`` says of its devices: told with one image, and no word about it."""


class Warned:
    """The warnings of a sample, each with the images that it was given of."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._of: dict[str, set[str]] = {}

    @property
    def images(self) -> int:
        """How many images were looked at."""
        return len(self._seen)

    def look(self, image: str, warnings: Iterable[str] = ()) -> None:
        """Take in one image, or one more step of a slide.

        Args:
            image: Its name.
            warnings: Sentences for a person.
        """
        self._seen.add(image)
        for text in warnings:
            self._of.setdefault(text, set()).add(image)

    def of_how_many(self) -> list[tuple[str, int]]:
        """Each warning once, in the order of first occurrence, with its number of images.

        The number is 0 where it says nothing: of a sample of one image, of the program's own devices, and
        where the sentence begins with its image's name.
        """
        return [(text, self._number(text, of)) for text, of in self._of.items()]

    def sentences(self) -> list[str]:
        """The warnings in words: ``3 of 16 images: The images are dark.``"""
        return [f"{n} of {self.images} images: {text}" if n else text for text, n in self.of_how_many()]

    def _number(self, text: str, of: set[str]) -> int:
        if self.images < 2 or _OF_THE_RUN.search(text) or any(text.startswith(f"{i}: ") for i in of):
            return 0
        return len(of)
