"""A stained blood smear drawn by code: for the demo, for tests and benchmarks; never for training."""
