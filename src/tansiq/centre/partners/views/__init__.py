"""Pages of the exchange with partner centres."""
