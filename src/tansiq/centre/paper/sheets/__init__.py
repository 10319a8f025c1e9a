"""The sheets a centre prints, each a function from plain data to a document.

What a sheet is given is already words of the page's language, or texts in several languages; labels are its own.
Parties stand in the order given: whoever calls alternates it.
"""

from tansiq.centre.paper.sheets.agreement import AgreementText, Duty, Exchange, agreement_text
from tansiq.centre.paper.sheets.certificate import Certificate, certificate
from tansiq.centre.paper.sheets.frame import Frame, Reservation, Texts
from tansiq.centre.paper.sheets.handover import HandoverSheet, Hazard, OpenItem, Unacknowledged, UnitOut, handover_sheet
from tansiq.centre.paper.sheets.situation import FactLine, Reported, Section, SituationReport, situation_report

__all__ = [
    "AgreementText",
    "Certificate",
    "Duty",
    "Exchange",
    "FactLine",
    "Frame",
    "HandoverSheet",
    "Hazard",
    "OpenItem",
    "Reported",
    "Reservation",
    "Section",
    "SituationReport",
    "Texts",
    "Unacknowledged",
    "UnitOut",
    "agreement_text",
    "certificate",
    "handover_sheet",
    "situation_report",
]
