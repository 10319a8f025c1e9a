"""Making a centre: its folder, its keys, its first records."""
