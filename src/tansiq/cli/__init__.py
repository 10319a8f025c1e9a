"""Commands: ``tansiq ground | exercise | laydown | gaps | verify | demo``."""

from tansiq.cli.main import main

__all__ = ["main"]
