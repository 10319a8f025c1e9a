"""Tansiq: coordination between two forces that share ground."""

__version__ = "0.1.0"
