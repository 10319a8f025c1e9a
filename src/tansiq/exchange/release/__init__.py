"""What a record is released as, to whom: pure rules, and the entries of a release log as a journal grows."""
