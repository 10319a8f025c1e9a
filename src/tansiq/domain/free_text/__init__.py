"""What people type into forms: what is refused, what is kept as typed, and what is asked about before it is saved.

:func:`clean` refuses what a reader could not see or would see in another order, and changes nothing but Unicode's
composition (NFC), line ends, and space at both ends. :func:`cautions` changes nothing at all: it returns sentences that
the person may answer by mending the text or by saving it anyway.
"""

from tansiq.domain.free_text.cautions import Caution, cautions
from tansiq.domain.free_text.cleaning import FreeTextError, clean, hidden_character

__all__ = ["Caution", "FreeTextError", "cautions", "clean", "hidden_character"]
