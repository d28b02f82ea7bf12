"""A training starts from a run's weights and from those of a model folder alike."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file

from training.product.network import weights_of


def test_a_run_s_and_a_folder_s_weights_are_the_same_numbers(tmp_path: Path) -> None:
    state = {"fc.weight": torch.tensor([[0.5, -1.25]]), "bn1.num_batches_tracked": torch.tensor(3)}
    torch.save(state, tmp_path / "weights.pt")
    torch.save({"model": state, "epoch": 2}, tmp_path / "checkpoint.pt")
    save_file({**state, "fc.weight": state["fc.weight"].half()}, tmp_path / "weights.safetensors")
    for name in ("weights.pt", "checkpoint.pt", "weights.safetensors"):
        found = weights_of(tmp_path / name)
        assert found["fc.weight"].dtype == torch.float32
        assert {k: v.tolist() for k, v in found.items()} == {k: v.tolist() for k, v in state.items()}
