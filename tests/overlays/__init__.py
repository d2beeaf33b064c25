"""Layers over a standard."""
