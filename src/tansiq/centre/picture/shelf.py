"""Files that can be made again at any time, made once and kept: in the centre's cache, else in memory."""

import threading
from collections.abc import Callable
from pathlib import Path


class Shelf:
    """Keeps bytes by name.

    Parameters
    ----------
    folder
        Where they are kept between runs; None keeps them in memory only.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory: dict[str, bytes] = {}
        self._making: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> bytes | None:
        """Return what is kept under ``name`` (with ``/`` between folders), if anything."""
        if self._folder is None:
            return self._memory.get(name)
        path = self._folder / name
        return path.read_bytes() if path.is_file() else None

    def put(self, name: str, content: bytes) -> None:
        """Keep ``content``; a reader never sees half of it."""
        if self._folder is None:
            self._memory[name] = content
            return
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{threading.get_ident()}.part")
        unfinished.write_bytes(content)
        unfinished.replace(path)

    def get_or_make(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under ``name``, made first if it is not there; two askers make it once."""
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        with making:
            kept = self.get(name)
            if kept is None:
                kept = make()
                self.put(name, kept)
            return kept
