"""Keeping a centre: backup, restore, check."""
