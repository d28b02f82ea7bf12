"""Engines, finding cells, classifying them, counting a source, batches (no Qt)."""
