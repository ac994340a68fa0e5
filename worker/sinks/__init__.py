"""Sinks: readers of the output stream that put documents somewhere."""
