"""Runs before the program: a build without torch computes with ONNX Runtime."""

import importlib.util
import os

if importlib.util.find_spec("torch") is None:
    os.environ.setdefault("WBC_ENGINE", "onnx")
