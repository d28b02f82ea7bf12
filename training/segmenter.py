"""``wbc-train segmenter``: trains the cell finder and writes its model folder."""

from __future__ import annotations

import argparse
from pathlib import Path

EXAMPLE = """example:
  wbc-train segmenter --data ../shared/data --work runs/finder --output runs/finder/model"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--data", type=Path, help="folder of the sources (default: WBC_DATA)")
    parser.add_argument("--work", type=Path, required=True, help="folder for weights and relabelled samples")
    parser.add_argument("--minutes", type=float, nargs="+", default=[7.0, 12.0, 25.0], help="of each round")
    parser.add_argument("--leave-out", action="append", default=[], help="source never to learn from")
    parser.add_argument("--pbc", type=int, default=900, help="cell images of pbc to learn from")
    parser.add_argument("--start", type=Path, default=None, help="weights to begin the first round with")
    parser.add_argument("--samples", type=Path, default=None, help="relabelled samples to begin with")
    parser.add_argument("--output", type=Path, default=None, help="model folder to write")
    parser.add_argument("--threads", type=int, default=1, help="threads of the training process")
    parser.add_argument("--seed", type=int, default=0, help="seed of the crops")


def run(args: argparse.Namespace) -> int:
    """Train round after round; each later round learns from masks that the one before made."""
    import pickle

    import torch

    from training.config import data_root
    from training.finder.export import export
    from training.finder.loop import new_network, train
    from training.finder.relabel import relabel
    from training.finder.sources import SOURCES, read_source

    data = data_root(args.data)
    torch.set_num_threads(args.threads)
    args.work.mkdir(parents=True, exist_ok=True)
    if args.samples is not None:
        samples = pickle.loads(args.samples.read_bytes())
        samples = [s for s in samples if s.source not in args.leave_out]
    else:
        samples = []
        for source in SOURCES:
            if source not in args.leave_out:
                limit = args.pbc if source == "pbc" else 0
                samples += read_source(data, source, train=True, limit=limit)
    network = new_network(data)
    if args.start is not None:
        network.load_state_dict(torch.load(args.start, weights_only=True))
    print(f"{len(samples)} samples", flush=True)
    for number, minutes in enumerate(args.minutes):
        if number or (args.start is not None and args.samples is None):
            samples = [relabel(s, network) for s in samples]
            (args.work / f"samples{number}.pickle").write_bytes(pickle.dumps(samples))
        weights = args.work / f"round{number}.pt"
        train(samples, network, minutes=minutes, out=weights, seed=args.seed + number)
    if args.output is not None:
        export(network, args.output)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    raise SystemExit(run(parser.parse_args()))
