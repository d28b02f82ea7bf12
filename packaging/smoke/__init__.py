"""The smoke test's parts; standard library alone, because it runs where the program is tried."""
