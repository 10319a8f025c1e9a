"""What the journal takes in before it looks closer: every bound in one place, with its unit."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what others hand over. They are checked before anything is parsed.

    Attributes
    ----------
    record_bytes
        One log entry [bytes]; C2SP tlog-tiles gives its length 16 bits.
    json_depth
        Objects and arrays within each other.
    json_values
        Values in one JSON text, keys of objects included.
    text_characters
        One string in JSON [characters].
    note_bytes, note_signatures
        One signed note [bytes], and signatures under it; C2SP signed-note asks for 16 at least.
    key_name_characters
        Name of a key [characters].
    checkpoint_lines
        Lines of a checkpoint's text, extension lines included.
    proof_hashes
        Hashes in one proof: the height of the largest tree.
    log_entries
        Size of a log.
    log_files
        Files in one log's folder, superseded partial tiles included.
    key_file_bytes
        A private key at rest [bytes].
    scrypt_log2_cost_min, scrypt_log2_cost_max
        Cost of opening a private key at rest, as a power of two; memory is 1 KiB times the cost.
    passphrase_characters_min
        Shortest passphrase that a key may be locked with [characters].
    """

    record_bytes: int = 65_535
    json_depth: int = 16
    json_values: int = 8_192
    text_characters: int = 32_768
    note_bytes: int = 131_072
    note_signatures: int = 32
    key_name_characters: int = 255
    checkpoint_lines: int = 16
    proof_hashes: int = 63
    log_entries: int = 2**53 - 1
    log_files: int = 2_000_000
    key_file_bytes: int = 4_096
    scrypt_log2_cost_min: int = 15
    scrypt_log2_cost_max: int = 19
    passphrase_characters_min: int = 12


LIMITS: Final = Limits()
