"""Fictional forces on public geography, for the demonstration, for training and for tests.

Nothing here is the position, strength or plan of any force: posts are drawn by lot on high ground, and everything made
from them says that it is fictional.
"""

from tansiq.exercise.forces import AS_OF, POSTS, SEED, laydown

__all__ = ["AS_OF", "POSTS", "SEED", "laydown"]
