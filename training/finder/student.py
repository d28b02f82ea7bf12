"""A slim finder that learns from a wide one: it starts with the wide one's most used channels.

``python -m training.finder.student --data ../shared/data --teacher FINDER --work runs/finder`` labels the
training images with the wide finder (``relabel``), prunes it, trains what is left, and finishes with more
hand-made masks and fewer changed cameras.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.finder.compose import training_crop
from training.finder.engine import load_finder
from training.finder.export import export
from training.finder.loop import MEAN, STD, train
from training.finder.relabel import relabel
from training.finder.samples import Sample
from training.finder.sources import SOURCES, read_source
from training.finder.stored import load_samples, save_samples
from wbc_desktop.models.networks.finder import SLIM, CellFinder, slim_finder

FINISH = {"zheng1": 0.36, "bccd_fields": 0.18, "raabin_untyped": 0.16, "chula_fields": 0.16, "pbc": 0.14}
"""How often each source is drawn at the end: hand-made masks of nuclei come from ``zheng1`` alone."""


def pruned(teacher: CellFinder, images: Tensor) -> CellFinder:
    """A slim network with the teacher's first blocks and most used channels.

    Args:
        teacher: A finder of full widths.
        images: Normalised crops on which the use of the channels is measured.
    """
    student = slim_finder(teacher.classes)
    c0, fine, coarse = _activations(teacher, images)
    weight = {k: v.detach().clone() for k, v in teacher.state_dict().items()}
    stem = _most_used(c0, weight["layer1.0.conv1.weight"], SLIM.stem)
    low = _most_used(fine, weight["head.weight"], SLIM.fine)
    deep = _most_used(coarse, weight["up2.weight"], SLIM.coarse)
    state = student.state_dict()
    for key in state:
        if key in weight and weight[key].shape == state[key].shape:
            state[key] = weight[key]
    state["conv1.weight"], state["conv1.bias"] = weight["conv1.weight"][stem], weight["conv1.bias"][stem]
    state["layer1.0.conv1.weight"] = weight["layer1.0.conv1.weight"][:, stem]
    state["layer1.0.downsample.0.weight"] = torch.zeros(64, SLIM.stem, 1, 1)
    state["layer1.0.downsample.0.weight"][stem, torch.arange(SLIM.stem)] = 1.0
    state["layer1.0.downsample.0.bias"] = torch.zeros(64)
    for name in ("deep", "side2"):
        _keep(state, weight, name, rows=deep)
    for name in ("join2", "context"):
        _keep(state, weight, name, rows=deep, columns=deep)
    _keep(state, weight, "up2", columns=deep)
    _keep(state, weight, "up1", rows=low)
    _keep(state, weight, "side0", rows=low, columns=stem)
    _keep(state, weight, "join0", rows=low, columns=low)
    _keep(state, weight, "head", columns=low)
    student.load_state_dict(state)
    return student


def _keep(
    state: dict[str, Tensor],
    weight: dict[str, Tensor],
    name: str,
    *,
    rows: Tensor | None = None,
    columns: Tensor | None = None,
) -> None:
    kernel, bias = weight[f"{name}.weight"], weight[f"{name}.bias"]
    if rows is not None:
        kernel, bias = kernel[rows], bias[rows]
    if columns is not None:
        kernel = kernel[:, columns]
    state[f"{name}.weight"], state[f"{name}.bias"] = kernel.contiguous(), bias


def _most_used(activation: Tensor, after: Tensor, count: int) -> Tensor:
    """Channels that vary most, each by the weight that the next layer gives it."""
    spread = activation.float().std(dim=(0, 2, 3))
    use = spread * after.float().flatten(2).norm(dim=(0, 2))
    most: Tensor = use.argsort(descending=True)[:count].sort().values
    return most


def _activations(network: CellFinder, images: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """What comes out of the stem, of ``join0`` and of ``context``."""
    seen: dict[str, Tensor] = {}
    names = ("conv1", "join0", "context")
    hooks = [
        getattr(network, n).register_forward_hook(lambda _m, _i, out, n=n: seen.update({n: out.clone()}))
        for n in names
    ]
    with torch.no_grad():
        network.eval()(images)
    for hook in hooks:
        hook.remove()
    first, second, third = (functional.relu(seen[n]) for n in names)
    return first, second, third


def crops_of(samples: list[Sample], count: int, side: int = 192) -> Tensor:
    """Normalised training crops."""
    rng = np.random.default_rng(0)
    donors = [s for s in samples if s.paste]
    picked = [samples[int(rng.integers(len(samples)))] for _ in range(count)]
    rgb = np.stack([training_crop([s], donors, side, rng).rgb for s in picked])
    return (torch.from_numpy(rgb).permute(0, 3, 1, 2).float() - MEAN) / STD


def labelled_samples(data: Path, teacher: CellFinder, pbc: int, leave_out: list[str]) -> list[Sample]:
    """All training images, with the teacher's masks where there are none."""
    samples: list[Sample] = []
    for source in SOURCES:
        if source not in leave_out:
            limit = pbc if source == "pbc" else 0
            samples += [relabel(s, teacher) for s in read_source(data, source, train=True, limit=limit)]
            print(f"{source}: {len(samples)} samples so far", flush=True)
    return samples


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--teacher", type=Path, default=Path("resources/models/finder"))
    parser.add_argument("--work", type=Path, required=True, help="folder for samples, weights, model")
    parser.add_argument("--samples", type=Path, default=None, help="labelled samples of a run before")
    parser.add_argument(
        "--minutes", type=float, nargs=2, default=[30.0, 12.0], help="training, finishing; 0: none"
    )
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--pbc", type=int, default=700)
    parser.add_argument("--leave-out", action="append", default=[])
    parser.add_argument("--start", type=Path, default=None, help="weights of a run before")
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--side", type=int, default=160, help="side of the crops")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.work.mkdir(parents=True, exist_ok=True)
    teacher = load_finder(args.teacher)
    if args.samples is None:
        samples = labelled_samples(args.data, teacher, args.pbc, args.leave_out)
        save_samples(args.work / "samples.npz", samples)
    else:
        samples = [s for s in load_samples(args.samples) if s.source not in args.leave_out]
    student = pruned(teacher, crops_of(samples, 24)) if args.start is None else load_finder(args.start)
    common = {"batch": args.batch, "side": args.side, "seed": args.seed}
    learn, finish = args.minutes
    if learn:
        train(samples, student, minutes=learn, out=args.work / "trained.pt", rate=args.rate, **common)
    if finish:
        out = args.work / "finished.pt"
        train(
            samples,
            student,
            minutes=finish,
            out=out,
            rate=0.3 * args.rate,
            shares=FINISH,
            camera=0.6,
            **common,
        )
    export(student, args.work / "model")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
