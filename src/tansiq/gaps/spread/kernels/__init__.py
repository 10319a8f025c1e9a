"""Compiled loops of the sampled run."""
