"""What builds, checks and translates Tansiq; not part of what is installed."""
