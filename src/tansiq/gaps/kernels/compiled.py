"""One way to compile a kernel, so that every kernel is cached, typed and frees the interpreter lock alike.

Machine code is kept on disk in a folder named after a digest of every kernel's source. Numba alone looks only at the
file a kernel stands in: after a change in a kernel that is called from another file, or an upgrade that leaves some
files as they were, it would go on with the old machine code inside the caller.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import config

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
_HERE = Path(__file__).parent


@cache
def sources_digest(folder: Path = _HERE) -> str:
    """Return a digest of numba's version and of every source in ``folder``, 16 hexadecimal digits."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(folder.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _cache_folder() -> Iterator[None]:
    """Let numba keep what is compiled here in the digest's folder; where that cannot be written, it finds another."""
    before = getattr(config, "CACHE_DIR")  # noqa: B009 - numba sets its options without declaring them
    base = Path(before) if before else _HERE / "__pycache__"
    setattr(config, "CACHE_DIR", str(base / f"kernels-{sources_digest()}"))  # noqa: B010 - as above
    try:
        yield
    finally:
        setattr(config, "CACHE_DIR", before)  # noqa: B010 - as above


def compiled(*, parallel: bool = False) -> Callable[[Kernel], Kernel]:
    """Return a decorator that compiles a kernel on first call and keeps the machine code on disk.

    Floating-point rules are kept strict (no fastmath): results must not depend on the machine.
    """

    def decorate(kernel: Kernel) -> Kernel:
        with _cache_folder():
            return cast("Kernel", numba.njit(cache=True, nogil=True, parallel=parallel)(kernel))

    return decorate
