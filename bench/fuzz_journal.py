"""Fuzz one parser of the journal, or of what partners hand over, guided by coverage.

    uv run --group fuzz python -m bench.fuzz_journal record -max_total_time=600

The names are those of ``tests/journal/parsers.py`` and ``tests/exchange/parsers.py``; without one they are listed.
Other words go to libFuzzer. Anything but a TansiqError is a find: libFuzzer then writes the bytes to a file
``crash-...`` and stops.
"""

import os
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["tansiq.journal", "tansiq.exchange", "json"]):
    from tansiq.errors import TansiqError
    from tests.exchange.parsers import PARSERS as OF_EXCHANGE
    from tests.journal.parsers import PARSERS as OF_JOURNAL

PARSERS = {**OF_JOURNAL, **OF_EXCHANGE}


def main() -> None:
    """Run until stopped, out of time, or something is found."""
    if len(sys.argv) < 2 or sys.argv[1] not in PARSERS:  # noqa: PLR2004 - a name
        sys.exit("one of: " + " ".join(PARSERS))
    parse, good = PARSERS[sys.argv.pop(1)]

    def once(data: bytes) -> None:
        try:
            parse(data)
        except TansiqError as error:
            for language in ("en", "ar", "ckb"):
                error.message(language)

    with tempfile.TemporaryDirectory() as corpus:
        (Path(corpus) / "good").write_bytes(good)
        atheris.Setup([*sys.argv, f"-max_len={2 * len(good) + 200}", corpus], once)
        atheris.Fuzz()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
