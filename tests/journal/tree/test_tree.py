"""The tree against RFC 6962's own recursive definitions, written out here word for word, and against real trees."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.journal.tree import (
    EMPTY_ROOT,
    MemoryHashes,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    root,
)

SIZES = st.integers(0, 70)


def mth(entries: list[bytes]) -> bytes:
    """Merkle Tree Hash, RFC 6962 section 2.1."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\0" + entries[0]).digest()
    k = largest_power_below(len(entries))
    return sha256(b"\1" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: list[bytes]) -> list[bytes]:
    """Merkle audit path, RFC 6962 section 2.1.1."""
    if len(entries) == 1:
        return []
    k = largest_power_below(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m: int, entries: list[bytes], *, complete: bool) -> list[bytes]:
    """Merkle consistency proof, RFC 6962 section 2.1.2."""
    if m == len(entries):
        return [] if complete else [mth(entries)]
    k = largest_power_below(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], complete=complete), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], complete=False), mth(entries[:k])]


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def entries_of(size: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(size)]


# The tree of eight entries that Certificate Transparency's own implementations have been tested with since 2012.
PUBLISHED_ENTRIES = [
    bytes.fromhex(text)
    for text in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
PUBLISHED_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_roots_are_the_published_ones() -> None:
    hashes = MemoryHashes(PUBLISHED_ENTRIES)
    assert [root(size, hashes).hex() for size in range(1, 9)] == PUBLISHED_ROOTS
    assert root(0, hashes) == EMPTY_ROOT


def test_a_published_tree_matches_the_slow_definition() -> None:
    assert [mth(PUBLISHED_ENTRIES[: size + 1]).hex() for size in range(8)] == PUBLISHED_ROOTS


@given(SIZES)
def test_root_is_the_recursive_definition(size: int) -> None:
    entries = entries_of(size)
    assert root(size, MemoryHashes(entries)) == mth(entries)


@given(st.data(), st.integers(1, 70))
def test_roots_of_earlier_sizes_stay_readable(data: st.DataObject, size: int) -> None:
    entries, earlier = entries_of(size), data.draw(st.integers(0, size))
    assert root(earlier, MemoryHashes(entries)) == mth(entries[:earlier])


@given(st.data(), st.integers(1, 70))
def test_inclusion_proof_is_the_recursive_definition(data: st.DataObject, size: int) -> None:
    entries, index = entries_of(size), data.draw(st.integers(0, size - 1))
    assert list(prove_inclusion(index, size, MemoryHashes(entries))) == path(index, entries)


@given(st.data(), st.integers(1, 70))
def test_consistency_proof_is_the_recursive_definition(data: st.DataObject, size: int) -> None:
    entries, old = entries_of(size), data.draw(st.integers(1, size))
    assert list(prove_consistency(old, size, MemoryHashes(entries))) == subproof(old, entries, complete=True)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3), (9, 3)])
def test_a_proof_of_an_entry_that_is_not_there_is_a_fault(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no entry"):
        prove_inclusion(index, size, MemoryHashes(entries_of(9)))


@pytest.mark.parametrize(("old", "new"), [(4, 3), (0, 3), (-1, 3)])
def test_a_proof_from_a_larger_tree_is_a_fault(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="does not continue"):
        prove_consistency(old, new, MemoryHashes(entries_of(9)))


def test_a_root_of_a_negative_size_is_a_fault() -> None:
    with pytest.raises(ValueError, match="-1 entries"):
        root(-1, MemoryHashes())


def test_a_missing_hash_is_never_guessed() -> None:
    with pytest.raises(KeyError):
        root(4, MemoryHashes(entries_of(3)))


def test_appending_stores_each_complete_subtree_once() -> None:
    # n entries have n + n/2 + n/4 ... complete subtrees (Crosby and Wallach 2009, section 3.3).
    hashes = MemoryHashes()
    for number, entry in enumerate(entries_of(64), 1):
        hashes.append(leaf_hash(entry))
        assert len(hashes._hashes) == sum(number >> level for level in range(8))
