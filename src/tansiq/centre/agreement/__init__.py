"""The agreement register, joint decisions, signatures and certificates."""
