"""An agreement that both parties signed, as the file a centre adopts it by: checked, with its terms of exchange."""

from tansiq.exchange.agreement_file.adopting import adopted_terms, adoption, terms_at, terms_for
from tansiq.exchange.agreement_file.reading import Agreement, read_agreement
from tansiq.exchange.agreement_file.terms import terms_of

__all__ = ["Agreement", "adopted_terms", "adoption", "read_agreement", "terms_at", "terms_for", "terms_of"]
