"""Proofs are accepted when they hold and refused when anything at all is changed."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.errors import DoesNotVerifyError
from tansiq.journal.errors import ProofError
from tansiq.journal.tree import (
    EMPTY_ROOT,
    MemoryHashes,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    root,
    verify_consistency,
    verify_inclusion,
)

ENTRIES = [f"entry {number}".encode() for number in range(70)]
HASHES = MemoryHashes(ENTRIES)


def refused(case: dict[str, object]) -> bool:
    """Tell whether the verifier refuses a public test case."""
    proof = [b64decode(each) for each in case["proof"] or []]  # type: ignore[attr-defined]  # JSON
    sizes = {key: case[key] for key in case if key in {"leafIdx", "treeSize", "size1", "size2"}}
    hashes = {key: b64decode(str(case[key] or "")) for key in ("leafHash", "root", "root1", "root2") if key in case}
    try:
        if "leafIdx" in case:
            verify_inclusion(
                proof, index=int(str(sizes["leafIdx"])), size=int(str(sizes["treeSize"])),
                leaf=hashes["leafHash"], root=hashes["root"],
            )  # fmt: skip
        else:
            verify_consistency(
                proof, old_size=int(str(sizes["size1"])), new_size=int(str(sizes["size2"])),
                old_root=hashes["root1"], new_root=hashes["root2"],
            )  # fmt: skip
    except ProofError:
        return True
    return False


@pytest.mark.shared
@pytest.mark.parametrize("name", ["merkle_inclusion", "merkle_consistency"])
def test_public_cases(shared: Path, name: str) -> None:
    cases = json.loads((shared / "vectors" / f"{name}.json").read_text(encoding="utf-8"))
    assert len(cases) == 98
    assert {key: refused(case) for key, case in cases.items()} == {key: case["wantErr"] for key, case in cases.items()}


@pytest.mark.shared
def test_public_cases_of_subtrees(shared: Path) -> None:
    # A subtree that begins at a multiple of its width is a tree of its own, so these are more cases for the same code.
    cases = json.loads((shared / "vectors" / "merkle_subtreeinclusion.json").read_text(encoding="utf-8"))
    shifted = {
        key: case | {"leafIdx": case["leafIdx"] - case["start"], "treeSize": case["end"] - case["start"]}
        for key, case in cases.items()
    }
    assert len(cases) == 204
    assert {key: refused(case) for key, case in shifted.items()} == {
        key: case["wantErr"] for key, case in cases.items()
    }


@pytest.mark.shared
def test_public_cases_of_subtrees_from_the_first_entry_on(shared: Path) -> None:
    cases = json.loads((shared / "vectors" / "merkle_subtreeconsistency.json").read_text(encoding="utf-8"))
    # From entry 0 on a subtree is an older tree. Of an empty one we show nothing: see below.
    older = {
        key: {"proof": case["proof"], "size1": case["end"], "size2": case["size"], "root1": case["root1"],
              "root2": case["root2"], "wantErr": case["wantErr"]}
        for key, case in cases.items()
        if case["start"] == 0 and case["end"] > 0
    }  # fmt: skip
    assert len(older) > 80
    assert {key: refused(case) for key, case in older.items()} == {key: case["wantErr"] for key, case in older.items()}


@given(st.data(), st.integers(1, 70))
def test_every_inclusion_proof_verifies(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = prove_inclusion(index, size, HASHES)
    verify_inclusion(proof, index=index, size=size, leaf=leaf_hash(ENTRIES[index]), root=root(size, HASHES))
    assert len(proof) <= (size - 1).bit_length()  # section 2.1.1: at most the height of the tree


@given(st.data(), st.integers(1, 70))
def test_every_consistency_proof_verifies(data: st.DataObject, size: int) -> None:
    old = data.draw(st.integers(1, size))
    proof = prove_consistency(old, size, HASHES)
    verify_consistency(proof, old_size=old, new_size=size, old_root=root(old, HASHES), new_root=root(size, HASHES))
    assert len(proof) <= (size - 1).bit_length() + 1  # section 2.1.2


def damaged(data: st.DataObject, hashes: list[bytes]) -> list[bytes]:
    """Flip one bit, drop one hash, add one, or put two in the wrong order."""
    at = data.draw(st.integers(0, len(hashes) - 1))
    how = data.draw(st.sampled_from(["flip", "drop", "add", "shorten", "lengthen"]))
    if how == "flip":
        bit = data.draw(st.integers(0, 255))
        return [*hashes[:at], flip(hashes[at], bit), *hashes[at + 1 :]]
    if how == "drop":
        return [*hashes[:at], *hashes[at + 1 :]]
    if how == "add":
        return [*hashes[:at], data.draw(st.binary(min_size=32, max_size=32)), *hashes[at:]]
    changed = hashes[at][:-1] if how == "shorten" else hashes[at] + b"\0"
    return [*hashes[:at], changed, *hashes[at + 1 :]]


def flip(hashed: bytes, bit: int) -> bytes:
    return (int.from_bytes(hashed, "big") ^ (1 << bit)).to_bytes(len(hashed), "big")


@given(st.data(), st.integers(2, 70))
def test_a_damaged_inclusion_proof_is_refused(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = damaged(data, list(prove_inclusion(index, size, HASHES)))
    with pytest.raises(ProofError):
        verify_inclusion(proof, index=index, size=size, leaf=leaf_hash(ENTRIES[index]), root=root(size, HASHES))


@given(st.data(), st.integers(1, 70))
def test_an_inclusion_proof_for_another_place_entry_or_root_is_refused(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof, leaf, head = prove_inclusion(index, size, HASHES), leaf_hash(ENTRIES[index]), root(size, HASHES)
    other = data.draw(st.integers(-2, 200).filter(lambda n: n != index))
    with pytest.raises(ProofError):
        verify_inclusion(proof, index=other, size=size, leaf=leaf, root=head)
    bit = data.draw(st.integers(0, 255))
    with pytest.raises(ProofError):
        verify_inclusion(proof, index=index, size=size, leaf=flip(leaf, bit), root=head)
    with pytest.raises(ProofError):
        verify_inclusion(proof, index=index, size=size, leaf=leaf, root=flip(head, bit))


@given(st.data(), st.integers(2, 70))
def test_a_damaged_consistency_proof_is_refused(data: st.DataObject, size: int) -> None:
    old = data.draw(st.integers(1, size - 1))
    proof = damaged(data, list(prove_consistency(old, size, HASHES)))
    with pytest.raises(ProofError):
        verify_consistency(proof, old_size=old, new_size=size, old_root=root(old, HASHES), new_root=root(size, HASHES))


@given(st.data(), st.integers(2, 70))
def test_a_consistency_proof_for_other_roots_is_refused(data: st.DataObject, size: int) -> None:
    old = data.draw(st.integers(1, size - 1))
    proof, bit = prove_consistency(old, size, HASHES), data.draw(st.integers(0, 255))
    before, after = root(old, HASHES), root(size, HASHES)
    for roots in ((flip(before, bit), after), (before, flip(after, bit)), (after, before)):
        with pytest.raises(ProofError):
            verify_consistency(proof, old_size=old, new_size=size, old_root=roots[0], new_root=roots[1])


def test_a_log_cannot_shrink() -> None:
    with pytest.raises(ProofError, match="cannot be shown to continue"):
        verify_consistency((), old_size=3, new_size=2, old_root=root(3, HASHES), new_root=root(2, HASHES))


def test_nothing_is_shown_about_an_empty_log() -> None:
    for size, head in ((0, EMPTY_ROOT), (2, root(2, HASHES))):
        with pytest.raises(ProofError):
            verify_consistency((), old_size=0, new_size=size, old_root=EMPTY_ROOT, new_root=head)
    with pytest.raises(ProofError):
        verify_inclusion((), index=0, size=0, leaf=leaf_hash(b""), root=EMPTY_ROOT)


def test_a_leaf_cannot_be_passed_off_as_a_node() -> None:
    # RFC 6962, 2.1: the prefixes give second preimage resistance. An entry that spells a node is not that node.
    left, right = leaf_hash(ENTRIES[0]), leaf_hash(ENTRIES[1])
    with pytest.raises(ProofError):
        verify_inclusion((), index=0, size=1, leaf=leaf_hash(left + right), root=root(2, HASHES))


def test_what_fails_has_its_own_exit_code() -> None:
    assert issubclass(ProofError, DoesNotVerifyError)
    assert DoesNotVerifyError.exit_code == 7
