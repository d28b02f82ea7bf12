"""Which installed distributions the program consists of: the closure of its own requirements."""

from __future__ import annotations

from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROGRAM = "wbc-desktop"
TORCH_ONLY = frozenset({"torch", "torchvision"})


def closure(without: frozenset[str] = frozenset(), root: str = PROGRAM) -> list[metadata.Distribution]:
    """All distributions that ``root`` requires on this platform, without extras, sorted by name.

    Args:
        without: Canonical names to leave out together with what only they require.
        root: Where to start; itself not part of the answer.
    """
    found: dict[str, metadata.Distribution] = {}
    waiting = [root]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found or name in without:
            continue
        found[name] = metadata.distribution(name)
        for text in found[name].requires or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    del found[canonicalize_name(root)]
    return [found[name] for name in sorted(found)]


def licence_of(distribution: metadata.Distribution) -> str:
    """The licence as the distribution states it: expression, short text or classifier."""
    meta = distribution.metadata
    if "License-Expression" in meta:
        return str(meta["License-Expression"])
    classifiers = [c for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    if classifiers:
        return "; ".join(str(c).rsplit(" :: ", 1)[-1] for c in classifiers)
    text = str(meta["License"]).strip() if "License" in meta else ""
    return text.splitlines()[0][:120] if text else "not stated"
