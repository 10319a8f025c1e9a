"""Our heads and proofs in the hands of code we did not write: sigstore-python's reader of Rekor's logs."""

from base64 import b64encode
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from sigstore._internal.trust import Keyring
from sigstore._utils import KeyID
from sigstore.errors import VerificationError
from sigstore_models.common.v1 import PublicKey, PublicKeyDetails

from tansiq.exchange.release_log import Publisher, publish
from tansiq.journal.keys import write_roots
from tansiq.journal.log import Folder, TileHashes
from tansiq.journal.note import Checkpoint, NoteSigner, VerifierKey
from tansiq.journal.tree import prove_inclusion
from tests.exchange.release.world import HQ, HQ_KEY, JOURNAL, NEXT_HQ, ROOTS, TO_BAR, later, marked, message, write

SIZE = 300
ENTRIES = [HQ_KEY.entry] + [
    write("message/1", message(number), marking=marked("regional")).entry for number in range(1, SIZE)
]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = tmp_path_factory.mktemp("bar")
    by = Publisher(TO_BAR, HQ, bytes(32), write_roots(ROOTS))
    publish(folder, ENTRIES, by, journal=Checkpoint(JOURNAL, 400, bytes(32)), now=later(0), every_s=60)
    return Folder(folder)


def keyring_of(signer: NoteSigner) -> Keyring:
    """The key as sigstore is given keys: DER in base 64, with the algorithm's name."""
    der = signer.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Keyring([PublicKey(raw_bytes=b64encode(der), key_details=PublicKeyDetails.PKIX_ED25519)])


def verify(head: str, key: VerifierKey, keyring: Keyring) -> SignedCheckpoint:
    """Have sigstore check a head. It finds the signature line by the first four bytes of a key's id."""
    signed = SignedCheckpoint.from_text(head)
    signed.signed_note.verify(keyring, KeyID(key.key_id))  # type: ignore[arg-type]  # a keyring of any keys
    return signed


def head_of(log: Folder) -> str:
    return (log.path / "checkpoint").read_text(encoding="utf-8")


def test_sigstore_reads_and_verifies_our_head(log: Folder) -> None:
    checkpoint = verify(head_of(log), HQ.key, keyring_of(HQ)).checkpoint
    assert (checkpoint.origin, checkpoint.log_size) == (TO_BAR, SIZE)
    assert [line.split(" ")[0] for line in checkpoint.other_content] == ["journal", "time"]


def test_sigstore_refuses_our_head_when_a_letter_of_it_is_changed(log: Folder) -> None:
    for old, new in (("\n300\n", "\n301\n"), ("time 2026", "time 2027"), ("/to/bar", "/to/baz")):
        with pytest.raises(VerificationError):
            verify(head_of(log).replace(old, new), HQ.key, keyring_of(HQ))


def test_sigstore_refuses_our_head_under_another_key(log: Folder) -> None:
    with pytest.raises(VerificationError):
        verify(head_of(log), HQ.key, keyring_of(NEXT_HQ))


def included(log: Folder, index: int, entry: bytes) -> SimpleNamespace:
    """An entry with our proof, as sigstore's verifier takes one."""
    checkpoint = SignedCheckpoint.from_text(head_of(log)).checkpoint
    proof = SimpleNamespace(
        log_index=index, tree_size=SIZE, root_hash=bytes.fromhex(checkpoint.log_hash),
        hashes=list(prove_inclusion(index, SIZE, TileHashes(log, SIZE))),
    )  # fmt: skip
    return SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=proof, canonicalized_body=entry))


@pytest.mark.parametrize("index", [0, 1, 2, 127, 128, 255, 256, 257, 298, 299])
def test_sigstore_verifies_that_our_entries_are_included(log: Folder, index: int) -> None:
    verify_merkle_inclusion(included(log, index, ENTRIES[index]))  # type: ignore[arg-type]  # what it reads of an entry
    with pytest.raises(VerificationError):
        verify_merkle_inclusion(included(log, index, ENTRIES[index - 1]))  # type: ignore[arg-type]  # as above
