"""What finding the cells of a field costs: multiply-adds and processor time, several finders in turns.

``python benchmarks/finder_cost.py --data ../shared/data OLD NEW`` runs each finder over the same held-out
fields with the program's own engine, one thread, field by field in turns, so that what else the machine
does falls on all alike. Processor time, not wall time.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
import torch
from torch.utils.flop_counter import FlopCounterMode

from training.finder.samples import read_rgb
from training.splits import held_out
from wbc_desktop.imaging.source import RGB
from wbc_desktop.inference.device import choose_device
from wbc_desktop.inference.engine import Engine, make_engine
from wbc_desktop.models.finding import find_cells
from wbc_desktop.models.networks.finder import CellFinder
from wbc_desktop.models.registry import find_model, load_network


class Meter:
    """A finder's engine that adds up the multiply-adds and the seconds spent in the network."""

    def __init__(self, folder: Path) -> None:
        model = find_model(folder)
        network = load_network(model)
        assert isinstance(network, CellFinder)
        self.name = str(folder)
        self._engine: Engine = make_engine(model, choose_device("cpu"), steady=False, kind="torch")
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            network(torch.zeros(1, 3, 160, 256))
        self._per_pixel = counter.get_total_flops() / 2 / (160 * 256)
        self.fields: list[tuple[float, float, float]] = []
        self._adds, self._network_seconds = 0.0, 0.0

    def run(self, images: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], ...]:
        """Run the network and take note."""
        started = time.process_time()
        outputs = self._engine.run(images)
        self._network_seconds += time.process_time() - started
        self._adds += self._per_pixel * images.shape[0] * images.shape[2] * images.shape[3]
        return outputs

    def field(self, rgb: RGB, *, count: bool) -> None:
        """Find the cells of one field."""
        self._adds, self._network_seconds = 0.0, 0.0
        started = time.process_time()
        find_cells(rgb, self.run, content="field")
        total = time.process_time() - started
        if count:
            self.fields.append((self._adds, self._network_seconds, total))


def held_out_fields(data: Path, source: str, most: int) -> list[RGB]:
    """Up to ``most`` held-out fields, evenly drawn."""
    names = [p.name for p in sorted((data / source).glob("*.jpg")) if held_out(source, p.name)]
    picked = np.linspace(0, len(names) - 1, min(most, len(names))).astype(int)
    return [read_rgb(data / source / names[i]) for i in picked]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("finders", type=Path, nargs="+", help="model folders")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--most", type=int, default=20, help="fields of each source")
    args = parser.parse_args()
    torch.set_num_threads(1)
    print("| source | finder | 10^9 multiply-adds a field | network, ms | find_cells, ms | fields |")
    print("|---|---|---|---|---|---|")
    for source in ("chula_fields", "bccd_fields"):
        fields = held_out_fields(args.data, source, args.most)
        meters = [Meter(folder) for folder in args.finders]
        for meter in meters:
            meter.field(fields[0], count=False)  # kernels are made at the first field
        for rgb in fields:
            for meter in meters:
                meter.field(rgb, count=True)
        for meter in meters:
            adds = float(np.mean([f[0] for f in meter.fields])) / 1e9
            network, total = (1000 * median(f[i] for f in meter.fields) for i in (1, 2))
            print(
                f"| {source} | {meter.name} | {adds:.2f} | {network:.1f} | {total:.1f} | {len(fields)} |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
