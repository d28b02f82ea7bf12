"""``wbc-train segmenter``: trains the cell finder and writes its model folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.command import add_profile, profile_of
from training.config import Segmenter

EXAMPLE = """example:
  wbc-train segmenter --data ../shared/data --work runs/finder --output runs/finder/model
  wbc-train segmenter --profile smoke --work runs/smoke     seconds, on ten images"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--data", type=Path, help="folder of the sources (default: WBC_DATA)")
    parser.add_argument("--work", type=Path, required=True, help="folder for weights and relabelled samples")
    add_profile(parser)
    parser.add_argument("--minutes", type=float, nargs="+", help="of each round (full: 7 12 25)")
    parser.add_argument("--leave-out", action="append", default=[], help="source never to learn from")
    parser.add_argument("--pbc", type=int, help="cell images of pbc to learn from (full: 900)")
    parser.add_argument("--limit", type=int, help="most images of any source (full: all)")
    parser.add_argument("--start", type=Path, default=None, help="weights to begin the first round with")
    parser.add_argument("--samples", type=Path, default=None, help="relabelled samples (.npz) to begin with")
    parser.add_argument("--output", type=Path, default=None, help="model folder to write")
    parser.add_argument("--threads", type=int, default=1, help="threads of the training process")
    parser.add_argument("--seed", type=int, default=0, help="seed of the crops")


def run(args: argparse.Namespace) -> int:
    """Train round after round; each later round learns from masks that the one before made."""
    import torch

    from training import checkpoint
    from training.config import data_root
    from training.finder.export import export
    from training.finder.loop import new_network, train
    from training.finder.relabel import relabel
    from training.finder.sources import SOURCES, read_source
    from training.finder.stored import load_samples, save_samples

    settings = profile_of(args, "segmenter", Segmenter)
    data = data_root(args.data)
    torch.set_num_threads(args.threads)
    args.work.mkdir(parents=True, exist_ok=True)
    if args.samples is not None:
        samples = [s for s in load_samples(args.samples) if s.source not in args.leave_out]
    else:
        samples = []
        for source in SOURCES:
            if source not in args.leave_out:
                limit = settings.pbc if source == "pbc" else settings.limit
                samples += read_source(data, source, train=True, limit=limit)
    network = new_network(data)
    if args.start is not None:
        checkpoint.load_into(network, args.start, "the finder")
    print(f"{len(samples)} samples", flush=True)
    for number, minutes in enumerate(settings.minutes):
        if number or (args.start is not None and args.samples is None):
            samples = [relabel(s, network) for s in samples]
            save_samples(args.work / f"samples{number}.npz", samples)
        weights = args.work / f"round{number}.pt"
        train(
            samples,
            network,
            minutes=minutes,
            out=weights,
            side=settings.side,
            batch=settings.batch,
            seed=args.seed + number,
        )
    if args.output is not None:
        export(network, args.output)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    raise SystemExit(run(parser.parse_args()))
