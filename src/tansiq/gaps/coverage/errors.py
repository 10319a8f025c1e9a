"""What coverage refuses, named for what went wrong."""

from tansiq.errors import BadInputError, UsageError


class FinerThanAgreedError(UsageError):
    """A cell finer than the agreement lets a party release, or than the ground's own cells."""


class WeakSecretError(UsageError):
    """A secret too short to keep anything with."""


class CoverageError(BadInputError):
    """A coverage that contradicts itself, or lies outside its bounds."""


class CoverageMismatchError(BadInputError):
    """Two coverages, or a coverage and a ground, that cannot stand in one picture."""
