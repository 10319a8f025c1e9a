"""The first page after signing in: what waits for me."""
