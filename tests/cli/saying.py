"""Put messages down in a centre, as its duty officer: ``python -m tests.cli.saying FOLDER PARTY COUNT``."""

import sys
from pathlib import Path
from typing import Any

from tansiq.cli import centre_site


def main(folder: Path, party: str, count: int) -> None:
    """Send ``count`` messages of ``party`` to both parties."""
    centre_site.load(folder)
    from tansiq.centre.door.author import Author  # noqa: PLC0415 - Django must be loaded first
    from tansiq.centre.partners.writing import send  # noqa: PLC0415

    for number in range(count):
        body: dict[str, Any] = {
            "category": "information", "precedence": "routine", "text": {"en": f"Message {number} of the test."},
            "original_language": "en", "translation": "none",
        }  # fmt: skip
        send(body, ["federal", "regional"], Author(f"{party[:3]}-duty-1", party, "duty_officer"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
