"""Signed records, Merkle logs, checkpoints and proofs, and the keys behind them, without storage, clock or network.

Nothing here asks who may see what, or keeps a table: a centre does that. What is here decides only whether bytes are
well formed, who signed them, and whether a log still says what it once said. ``docs/format.md`` gives every byte.
"""
