"""The way from the root of a tree down to an entry or an older tree, shared by those who prove and who verify."""

from typing import NamedTuple


class Sibling(NamedTuple):
    """The subtree not walked into: entries ``start`` to ``end`` (exclusive), and whether it lies on the left."""

    start: int
    end: int
    on_left: bool


def split(start: int, end: int) -> int:
    """Return where RFC 6962 divides the entries ``start`` to ``end``: the left part is the largest power of two."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def to_entry(index: int, size: int) -> list[Sibling]:
    """Return the siblings on the way from entry ``index`` up to the root (RFC 6962, section 2.1.1)."""
    start, end, passed = 0, size, []
    while end - start > 1:
        middle = split(start, end)
        if index < middle:
            passed.append(Sibling(middle, end, on_left=False))
            end = middle
        else:
            passed.append(Sibling(start, middle, on_left=True))
            start = middle
    return passed[::-1]


def to_older_tree(old_size: int, new_size: int) -> tuple[int, list[Sibling]]:
    """Return the last subtree's first entry and the siblings up to the new root (RFC 6962, section 2.1.2).

    Both trees share the subtree that ends at ``old_size``; if it begins at entry 0 it is the old tree itself.
    """
    start, end, passed = 0, new_size, []
    while end != old_size:
        middle = split(start, end)
        if old_size <= middle:
            passed.append(Sibling(middle, end, on_left=False))
            end = middle
        else:
            passed.append(Sibling(start, middle, on_left=True))
            start = middle
    return start, passed[::-1]
