"""How a process hears of what other processes entered.

PostgreSQL tells those that listen (:class:`Notified`). SQLite tells nobody, so the journal's size is looked at four
times a second (:class:`Watched`): for one process that makes no difference, since it is told by its own threads; what a
second process enters shows up to a quarter of a second later.
"""

from tansiq.centre.live.relay.base import Relay
from tansiq.centre.live.relay.notified import CHANNEL, Notified
from tansiq.centre.live.relay.watched import Watched

__all__ = ["CHANNEL", "Notified", "Relay", "Watched"]
