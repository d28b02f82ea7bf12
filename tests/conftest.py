"""Shared by all tests; its folder is on the import path, so that ``made_cases`` and the like can be imported."""
