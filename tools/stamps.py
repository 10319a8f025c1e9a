"""Set-up steps that are done once per state of their inputs. Standard library only.

A step is fresh when its stamp holds the digest of its inputs and everything it makes is there. A step that fails
leaves no stamp, so the next start tries it again.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One thing set-up does.

    Attributes
    ----------
    key
        Name of its stamp.
    title
        What the person waiting reads.
    inputs
        Files whose content decides whether it must be done again; a missing one counts as empty.
    outputs
        What must be there afterwards.
    run
        Does it; raises :class:`StepError` when it cannot.
    advice
        What to do when it fails.
    salt
        Anything else it depends on, such as the folder it was done in.
    """

    key: str
    title: str
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...]
    run: Callable[[], None]
    advice: str
    salt: str = ""


class StepError(Exception):
    """A set-up step failed; the text is what it said."""


def digest(inputs: Iterable[Path], salt: str = "") -> str:
    """Return one SHA-256 over the names and contents of ``inputs``, in the order given, and ``salt``."""
    whole = hashlib.sha256(salt.encode())
    for path in inputs:
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
        whole.update(f"{path.name}\0{content}\0".encode())
    return whole.hexdigest()


def stamp_of(step: Step) -> str:
    """Return what the stamp of ``step`` says when it is up to date."""
    return digest(step.inputs, f"{step.key}\0{step.salt}")


def is_fresh(step: Step, stamps: Path) -> bool:
    """Tell whether ``step`` need not be done: its stamp in folder ``stamps`` matches and its outputs exist."""
    stamp = stamps / step.key
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != stamp_of(step):
        return False
    return all(path.exists() for path in step.outputs)


def do(step: Step, stamps: Path) -> None:
    """Run ``step`` and stamp it; on failure there is no stamp.

    Raises
    ------
    StepError
        If the step failed, or did not make what it should have.
    """
    stamp = stamps / step.key
    stamp.unlink(missing_ok=True)
    expected = stamp_of(step)
    step.run()
    missing = [path.name for path in step.outputs if not path.exists()]
    if missing:
        message = f"it ended well but did not make {', '.join(missing)}"
        raise StepError(message)
    stamps.mkdir(parents=True, exist_ok=True)
    stamp.write_text(expected, encoding="utf-8")
