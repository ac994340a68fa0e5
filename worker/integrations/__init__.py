"""Thin bridges to other systems, each with its extra."""
