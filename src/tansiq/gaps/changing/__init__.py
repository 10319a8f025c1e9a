"""A picture that follows changes: one post moved, added, silenced or withdrawn recomputes only what that can change."""

from tansiq.gaps.changing.live import LivePicture

__all__ = ["LivePicture"]
