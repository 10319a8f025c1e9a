"""A release log as files: entries appended, heads signed on time, and never one that forks from what a partner has."""

from tansiq.exchange.release_log.continuing import check_continues
from tansiq.exchange.release_log.peaks import Peaks
from tansiq.exchange.release_log.publishing import Publisher, Rows, follow, last_head, publish

__all__ = ["Peaks", "Publisher", "Rows", "check_continues", "follow", "last_head", "publish"]
