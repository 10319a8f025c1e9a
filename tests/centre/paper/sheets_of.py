"""Sheets for tests, filled with a fictional exercise."""

from dataclasses import replace
from datetime import timedelta

from tansiq.centre.paper import Clause, Signature
from tansiq.centre.paper.sheets import (
    AgreementText,
    Certificate,
    Duty,
    FactLine,
    Frame,
    HandoverSheet,
    Hazard,
    OpenItem,
    Reported,
    Reservation,
    SituationReport,
    Unacknowledged,
    UnitOut,
)
from tests.centre.paper.pages import AT, DIGEST, LINE

HOUR = timedelta(hours=1)
FRAME = Frame("object-1", "Bar", AT, fictional=True)
SIGNED = Signature("Federal", "Signatory", "tansiq.example/fed-1+841041e5", AT, LINE)
BOTH = (SIGNED, replace(SIGNED, party="Regional", key="tansiq.example/reg-1+78b0bbed"))
ONE = (SIGNED, Signature("Regional", "Signatory"))
TEXT = {"en": "Gap 7 is closed.", "ar": "تُغلق الثغرة 7.", "ckb": "بۆشایی 7 دادەخرێت."}

CERTIFICATE = Certificate(
    FRAME,
    "Gap closed",
    "In effect.",
    "Federal",
    AT,
    AT + 2 * HOUR,
    AT + HOUR,
    ("gap-7",),
    TEXT,
    ("ar", "ckb"),
    DIGEST,
    BOTH,
    agreed=True,
    receipts=(("Federal", AT), ("Regional", AT + HOUR)),
    reservations=(Reservation("Federal", {"ar": "لا حد فاصل.", "en": "No boundary."}),),
    holder=("Regional", "Battalion 2"),
    texts_decided=(("annex-a", DIGEST),),
    log="tansiq.example/bar/journal",
    place=12,
    proof_file="gap-7.tlog-proof",
)
ITEMS = tuple(
    OpenItem(f"item-{n}", "Immediate", AT - n * HOUR, {"en": "Lights.", "ar": "أضواء."}, "ar", ["Post 14"] * (n % 2))
    for n in range(1, 4)
)
HANDOVER = HandoverSheet(
    FRAME,
    AT - 12 * HOUR,
    AT,
    ITEMS,
    (Unacknowledged("notice-31", AT - HOUR, "Convoy", "Regional"),),
    (UnitOut("Federal", "BAR 3", AT + HOUR), UnitOut("Regional", "KILO 2")),
    (Hazard("hazard-2", "Ordnance", "38S LE 1234 5678"),),
    (("Radio", "weak"),),
    ONE,
    remarks={"en": "Watch post 14."},
    override_reason="Runner sent.",
    digest=DIGEST,
)
REPORT = SituationReport(
    FRAME,
    12,
    2,
    AT - 24 * HOUR,
    AT,
    (
        Reported("posts", "reported", (FactLine({"ckb": "خاڵی 14", "en": "Post 14 held."}, ("post-14",)),)),
        Reported("log", "reported", (FactLine({"ckb": "12 بابەت"}),)),
        Reported("incidents", "nothing_to_report"),
        Reported("supply", "unknown"),
    ),
    "ckb",
    agreed=False,
    assessment={"en": "Probably quiet."},
    digest=DIGEST,
)
AGREEMENT = AgreementText(
    FRAME,
    {"en": "Agreement", "ar": "اتفاقية"},
    3,
    "Draft.",
    ("Federal", "Regional"),
    ("ar", "ckb"),
    (
        Clause("1", {"ar": "المركز", "ckb": "سەنتەر", "en": "Centre"}, "article"),
        Clause("1.1", {"ar": "بند", "en": "Works day and night."}),
        Clause("A1", {"ar": "خريطة", "ckb": "نەخشە"}, "annex"),
    ),
    unwritten=("1.1",),
    obligations=(
        Duty("1.1", ("Federal", "Regional"), {"en": "Man it.", "ckb": "دابین بکە"}, AT),
        Duty("1", ("Federal",), {"en": "Pay."}),
    ),
    reservations=(Reservation("Regional", {"en": "Not this."}, "1.1"),),
    dispute_steps=({"en": "Duty officers."}, {"en": "Directors."}),
    digest=DIGEST,
    caution="A model.",
)
