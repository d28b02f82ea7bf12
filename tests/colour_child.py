"""A counting process that loads the colour counter; it waits so many seconds for each image (argument)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]


def main() -> None:
    """Serve, with another counter than the bundled ones."""
    from made_fields import ColourCounter, no_advice

    from wbc_desktop.inference import counter, counting_child, pipeline

    pipeline.image_warnings = no_advice
    pause = float(sys.argv[1])
    counter.load_counter = lambda *_a, **_k: ColourCounter(pause)  # type: ignore[assignment]
    counting_child.serve()


if __name__ == "__main__":
    main()
