"""Wheel build hook: a wheel carries the page's libraries and the compiled catalogues, so it needs no set-up."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from tools import page_libraries, words


class PageAndWordsHook(BuildHookInterface):  # type: ignore[type-arg] # its parameter is hatchling's own business
    """Do what set-up does, then name the results, which git ignores, as files of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch, copy, compile; an editable install leaves that to ``./tansiq``."""
        if version == "editable":
            return
        root = Path(self.root)
        said = page_libraries.fetch(root)
        if said:
            message = f"npm could not fetch the page's libraries:\n{said}"
            raise RuntimeError(message)
        made = [*page_libraries.targets(root), *words.compile_all(root)]
        build_data["artifacts"].extend(path.relative_to(root).as_posix() for path in made)
