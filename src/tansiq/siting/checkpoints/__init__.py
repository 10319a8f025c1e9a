"""Joint checkpoints: places on roads that meet most through movement, against delay and ways round."""

from tansiq.siting.checkpoints.choosing import choose_checkpoints
from tansiq.siting.checkpoints.front import Choice, Front
from tansiq.siting.checkpoints.model import End, Figures, Movement, Place, Settings
from tansiq.siting.checkpoints.movements import read_movements
from tansiq.siting.checkpoints.stretches import read_corridors

__all__ = [
    "Choice", "End", "Figures", "Front", "Movement", "Place", "Settings", "choose_checkpoints", "read_corridors",
    "read_movements",
]  # fmt: skip
