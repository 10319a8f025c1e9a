"""The joint audit: the rule replayed over an opened journal, held against what was released."""
