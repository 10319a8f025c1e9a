"""Patrols that cannot be foreseen: how often each base drives which tour, rosters drawn from that, and their worth.

``docs/patrols.md`` says what is computed; ``patrolling.patrol`` does it all, the game can be used on its own.
"""

from tansiq.siting.patrols.equilibrium import Equilibrium, Mixture, equilibrium
from tansiq.siting.patrols.game import FAR, Base, Game

__all__ = ["FAR", "Base", "Equilibrium", "Game", "Mixture", "equilibrium"]
