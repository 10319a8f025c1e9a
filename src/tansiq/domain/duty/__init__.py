"""The duty log's rules: its items and their clocks, the watch, the handover, the situation report."""

from tansiq.domain.duty.clock import ASSUMED, Clock, Urgency, clock_of
from tansiq.domain.duty.handover import Handover, Problem, check_handover, orphans, problems
from tansiq.domain.duty.item import DutyError, Item, Need, Precedence, State, check_item
from tansiq.domain.duty.report import Line, Origin, Section, SectionState, check_version, draft
from tansiq.domain.duty.watch import ASSUMED_WATCHES, Watch, Watches

__all__ = [
    "ASSUMED",
    "ASSUMED_WATCHES",
    "Clock",
    "DutyError",
    "Handover",
    "Item",
    "Line",
    "Need",
    "Origin",
    "Precedence",
    "Problem",
    "Section",
    "SectionState",
    "State",
    "Urgency",
    "Watch",
    "Watches",
    "check_handover",
    "check_item",
    "check_version",
    "clock_of",
    "draft",
    "orphans",
    "problems",
]
