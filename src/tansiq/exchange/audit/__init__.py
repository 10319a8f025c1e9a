"""A joint audit: the origin opens its private journal, and the auditor sees whether the rule was followed.

The head of a release log commits to the journal's head at that moment. The origin hands over its journal and an
*opening* of that one commitment. The auditor then needs to believe nobody:

1. the journal verifies, from its first entry to its head, and so does the release log;
2. the opening is that of the release log's head, and the journal continues the head that it opens;
3. the rule, told the journal's records up to there one after the other, makes exactly the release log's entries.

What this cannot show: what was never entered in the journal.
"""

from tansiq.exchange.audit.opening import Opening, find_opening, make_opening, parse_opening
from tansiq.exchange.audit.whole import AuditedRelease, audit_release

__all__ = ["AuditedRelease", "Opening", "audit_release", "find_opening", "make_opening", "parse_opening"]
