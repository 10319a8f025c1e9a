"""A release log as files: entries appended, heads signed on time, and never one that forks from what a partner has."""

from tansiq.exchange.release_log.continuing import check_continues
from tansiq.exchange.release_log.publishing import Publisher, Rows, publish

__all__ = ["Publisher", "Rows", "check_continues", "publish"]
