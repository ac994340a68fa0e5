"""Finds Redis or starts it: the given URL, else a server on PATH, else the bundled one."""
