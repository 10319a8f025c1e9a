"""What a party's own centre of the exercise shows: the ground, and its own posts alone, as if told today."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import tomli_w

from tansiq.domain.laydown import Laydown

OWN: Final = "own-posts.geojson"


def show_own(folder: Path, picture: Path, party: str) -> None:
    """Have a party's own centre show the ground of another site and that party's posts on it.

    Parameters
    ----------
    folder
        The centre's.
    picture
        The folder of the site whose ground and laydown they are.
    party
        Whose posts.
    """
    from tansiq.exchange import laydown_file  # noqa: PLC0415 - shapely and GDAL: only when the centres are started

    path = folder / "centre.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    shown = tomllib.loads((picture / "centre.toml").read_text(encoding="utf-8"))
    laydown = laydown_file.read(picture / shown["laydown"])
    laydown_file.write(own_posts(laydown, party, datetime.now(UTC)), folder / OWN)
    found = {"ground": str((picture / shown["ground"]).resolve()), "laydown": OWN}
    path.write_text(tomli_w.dumps(found | {"centre": table["centre"]}), encoding="utf-8")


def own_posts(laydown: Laydown, party: str, now: datetime) -> Laydown:
    """Return the posts of ``party`` alone, each confirmed as long before ``now`` as before the laydown's own moment."""
    at = now.replace(second=0, microsecond=0)
    later = at - (laydown.as_of or at)
    posts = tuple(
        replace(post, confirmed_at=post.confirmed_at and post.confirmed_at + later)
        for post in laydown.posts
        if post.party == party
    )
    return replace(laydown, posts=posts, as_of=at)
