"""Reproduces the study and trains the models that the program ships."""
