"""Compiled loops of the corridors."""
