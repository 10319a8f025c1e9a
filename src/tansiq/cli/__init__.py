"""Commands: ``tansiq ground | exercise | laydown | gaps | demo``."""

from tansiq.cli.main import main

__all__ = ["main"]
