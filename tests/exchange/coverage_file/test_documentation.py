"""The example in the documentation is what the programme reads and writes."""

import hashlib
import re
from pathlib import Path

from tansiq.exchange.coverage_file import MAGIC, decode, encode

PAGE = (Path(__file__).parents[3] / "docs" / "coverage.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    found = re.search(rf"^```{name}\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_is_read_and_written_as_it_stands() -> None:
    data = MAGIC + block("header").encode() + b"\n" + bytes.fromhex(block("runs"))
    read = decode(data)
    assert encode(read) == data
    assert "sha256:" + hashlib.sha256(data).hexdigest() == block("digest")
    assert read.codes[0].tolist() == [[255, 255, 255], [255, 0, 2]]
    assert read.minutes()[1].tolist() == [float("inf"), float("inf"), 25.0]
