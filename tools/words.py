"""Compile the catalogues: .po files, which people write, into .mo files, which programs read. Needs polib."""

import sys
from pathlib import Path

import polib

LOCALE = Path("src/tansiq/locale")


def catalogues(root: Path) -> list[Path]:
    """Return every .po file under ``root``, in order."""
    return sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po"))


def compile_all(root: Path) -> list[Path]:
    """Write the .mo file beside every .po file and return them. Fuzzy entries are left out, as gettext does."""
    made = []
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        polib.pofile(str(source)).save_as_mofile(str(target))
        made.append(target)
    return made


if __name__ == "__main__":
    compile_all(Path(sys.argv[1]))
