"""Keeping a centre's promises: copies of it, a centre made again from one, and whether everything still holds."""
