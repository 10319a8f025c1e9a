"""Whether a post can stand where a planner puts it."""

from dataclasses import replace

from tansiq.centre.picture.scene import Scene
from tansiq.domain.post import Post


def check_place(scene: Scene, post: Post, lon_deg: float, lat_deg: float) -> None:
    """Refuse a place that is not on the ground, or where the ground has no elevation.

    Raises
    ------
    tansiq.errors.BadInputError
        With which, and what to do.
    """
    # With the gap picture's modules comes numba; whoever has a scene open has loaded the rest.
    from tansiq.gaps.posts import place_posts  # noqa: PLC0415

    there = replace(post, lon_deg=lon_deg, lat_deg=lat_deg)
    place_posts(scene.ground, replace(scene.laydown, posts=(there,)))
