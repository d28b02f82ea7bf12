"""Trains and measures the classifiers that the program ships."""
