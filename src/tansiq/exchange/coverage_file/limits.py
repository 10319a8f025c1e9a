"""What is taken in before it is looked at closer."""

from typing import Final

from tansiq.journal.limits import Limits

MAGIC: Final = b"tansiq-coverage/1\n"
MEDIA_TYPE: Final = "application/vnd.tansiq.coverage.v1"
MOST_BYTES: Final = 16 * 2**20
"""Longest attachment [bytes]: four planes of the most cells, no two neighbours alike, with room for the header."""
HEADER: Final = Limits(record_bytes=4_096, json_depth=3, json_values=256, text_characters=128)
