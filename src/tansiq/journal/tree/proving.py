"""Making proofs from stored hashes."""

from collections.abc import Iterable

from tansiq.journal.tree.nodes import HashReader, cover, fold
from tansiq.journal.tree.paths import to_entry, to_older_tree


def prove_inclusion(index: int, size: int, reader: HashReader) -> tuple[bytes, ...]:
    """Return the hashes that lead from entry ``index`` to the root of the first ``size`` entries, lowest first.

    Raises
    ------
    ValueError
        There is no such entry in a tree of that size.
    """
    if not 0 <= index < size:
        message = f"no entry {index} in a tree of {size}"
        raise ValueError(message)
    return _read([(sibling.start, sibling.end) for sibling in to_entry(index, size)], reader)


def prove_consistency(old_size: int, new_size: int, reader: HashReader) -> tuple[bytes, ...]:
    """Return the hashes that show the first ``old_size`` of ``new_size`` entries to be unchanged, lowest first.

    The proof from a tree to itself is empty.

    Raises
    ------
    ValueError
        The old tree is empty, of which nothing can be shown, or larger than the new one.
    """
    if not 1 <= old_size <= new_size:
        message = f"a tree of {new_size} does not continue one of {old_size}"
        raise ValueError(message)
    start, siblings = to_older_tree(old_size, new_size)
    ranges = [(sibling.start, sibling.end) for sibling in siblings]
    return _read([(start, old_size), *ranges] if start else ranges, reader)


def _read(ranges: Iterable[tuple[int, int]], reader: HashReader) -> tuple[bytes, ...]:
    covers = [cover(start, end) for start, end in ranges]
    hashes = iter(reader.read_hashes([node for nodes in covers for node in nodes]))
    return tuple(fold([next(hashes) for _ in nodes]) for nodes in covers)
