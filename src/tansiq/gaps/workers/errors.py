"""What can go wrong with a cluster. Nothing falls back to this machine by itself: whoever asked must know."""

from tansiq.errors import TansiqError, UsageError

__all__ = [
    "BadClusterAddressError",
    "ClusterDiffersError",
    "ClusterError",
    "ClusterLostError",
    "ClusterUnreachableError",
    "NoClusterSoftwareError",
    "WorkersFailError",
]


class BadClusterAddressError(UsageError):
    """The address after ``--on`` names no cluster."""


class ClusterError(TansiqError):
    """A cluster cannot do what it was asked to."""


class NoClusterSoftwareError(ClusterError):
    """The optional software for clusters is not installed here."""


class ClusterUnreachableError(ClusterError):
    """No scheduler answers, or it has no workers."""


class ClusterDiffersError(ClusterError):
    """A worker runs another version of the software, which may give other bytes."""


class ClusterLostError(ClusterError):
    """The scheduler or all workers went away during the computation."""


class WorkersFailError(ClusterError):
    """One and the same piece ended several workers."""
