"""Weights, word lists and tables of the core, read once by importlib.resources."""
