"""One way to compile a kernel, so that every kernel is cached, typed and frees the interpreter lock alike."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(*, parallel: bool = False) -> Callable[[Kernel], Kernel]:
    """Return a decorator that compiles a kernel on first call and keeps the machine code on disk.

    Floating-point rules are kept strict (no fastmath): results must not depend on the machine.
    """
    return cast("Callable[[Kernel], Kernel]", njit(cache=True, nogil=True, parallel=parallel))
