"""Which software computes: a digest of everything that can change the bytes of a result."""

import hashlib
import platform
from functools import cache
from pathlib import Path
from typing import Final

import llvmlite  # type: ignore[import-untyped]  # has no stubs
import numba
import numpy as np
import scipy

import tansiq

_ROOT: Final = Path(tansiq.__file__).parent
_PARTS: Final = ("domain", "ground", "gaps", "siting")


@cache
def software_digest() -> str:
    """Return a digest of Tansiq's computing sources and of what compiles and runs them, 64 hexadecimal digits.

    Two machines with the same digest give the same bytes: kernels keep floating-point rules strict. The operating
    system and the processor are not part of it.
    """
    digest = hashlib.sha256()
    for part in (platform.python_version(), np.__version__, scipy.__version__, numba.__version__, llvmlite.__version__):
        digest.update(part.encode() + b"\0")
    for path in sorted(source for part in _PARTS for source in (_ROOT / part).rglob("*.py")):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
