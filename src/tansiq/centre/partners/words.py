"""What people read for the values that the exchange's records hold."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy

from tansiq.centre.duty.words import Choices
from tansiq.centre.shell.templatetags.shell import party_name

CATEGORIES: Final[Choices] = [
    ("flash_report", gettext_lazy("Flash report")),
    ("movement_notice", gettext_lazy("Movement notice")),
    ("information", gettext_lazy("Information")),
    ("request", gettext_lazy("Request")),
    ("reply", gettext_lazy("Reply")),
]
LINK_STATES: Final[Choices] = [
    ("up", gettext_lazy("connected")),
    ("down", gettext_lazy("not reached")),
    ("overdue", gettext_lazy("silent too long")),
    ("never", gettext_lazy("never heard")),
    ("stick", gettext_lazy("by stick only")),
    ("unknown", gettext_lazy("not known for a past time")),
]
# What each fault is, and what whoever reads it should do; the words of the alarm itself say what was found.
FAULTS: Final[Mapping[str, tuple[object, object]]] = {
    "fork": (gettext_lazy("Two histories"),
             gettext_lazy("Phone the partner. Give the evidence to your director and, if needed, to the "
                          "partner's: two heads signed by one key contradict each other. Nothing more is taken over "
                          "meanwhile.")),
    "gap": (gettext_lazy("Missing entries"),
            gettext_lazy("Phone the partner: its log promises more than it hands out. What is missing will be asked "
                         "for again by itself.")),
    "altered_entry": (gettext_lazy("Altered entry"),
                      gettext_lazy("Phone the partner and compare the entry. Do not act on it.")),
    "stale_restore": (gettext_lazy("Partner restored from an old copy"),
                      gettext_lazy("Phone the partner: its centre knows less than it told us before. It must restore "
                                   "its newest backup; what we have of it stays here.")),
    "replay": (gettext_lazy("Repeated record or old head"),
               gettext_lazy("Phone the partner. What came twice counts once.")),
    "wrong_recipient": (gettext_lazy("Log of another recipient"),
                        gettext_lazy("Phone the partner: it handed out what was meant for another centre.")),
    "foreign_log": (gettext_lazy("Log of another centre"),
                    gettext_lazy("Check the addresses in exchange.toml and the stick's label; then phone the "
                                 "partner.")),
    "revoked_key": (gettext_lazy("Key not to be trusted"),
                    gettext_lazy("Phone the partner: something was signed by a key that was revoked, or that nobody "
                                 "certified. Do not act on it.")),
    "expired_agreement": (gettext_lazy("Agreement ended"),
                          gettext_lazy("Tell your director: the agreement must be renewed before anything is taken "
                                       "over.")),
    "stranger": (gettext_lazy("Somebody else answered"),
                 gettext_lazy("Check the partner's address with whom to phone. Nothing was sent to who answered.")),
    "own_stale_restore": (gettext_lazy("This centre is an old copy"),
                          gettext_lazy("Release nothing. Restore this centre's newest backup, and phone the partner.")),
    "clock": (gettext_lazy("Clocks differ"),
              gettext_lazy("Compare both centres' clocks by telephone, and set the wrong one.")),
    "other": (gettext_lazy("Something else"), gettext_lazy("Read what was found, and phone the partner.")),
}  # fmt: skip


def party_words(key: str) -> str:
    """Return what a party is called in the reader's language."""
    return party_name(key)
