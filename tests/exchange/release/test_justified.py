"""Nothing is in a release log without a reason, and nothing with one is missing: told again, without the code at hand.

:mod:`tansiq.exchange.release` decides record by record. Here the whole history lies open, and each record is asked for
a reason to be there, in words as close to the agreement's as possible.
"""

from hypothesis import HealthCheck, event, given, settings

from tansiq.exchange.agreement_file import adopted_terms
from tansiq.journal.json_strict import Json
from tansiq.journal.record import Content, Record, read_record, releasable_to
from tests.exchange.release.histories import FROM_BAR, RECEIVED, Told, histories
from tests.exchange.release.world import NEXT_HQ, World, certificate

ORDINARY = {"message", "duty_log_entry", "decision_signature", "decision_proposal"}


def tell(told: list[Told]) -> World:
    world = World()
    world.ledger.receive(RECEIVED)
    for step in told:
        if step.record.digest == certificate("next_hq", "root", "centre").digest:
            world.by = NEXT_HQ
        world.enter(step.record)
    return world


class Reasons:
    """A history, and what was released of it to bar."""

    def __init__(self, world: World) -> None:
        self.journal = {record.digest: record for record in world.journal}
        self.log = [read_record(item.entry) for item in world.released]
        self.there = {record.digest for record in self.log}

    def has_reason(self, record: Record) -> bool:
        content = record.content
        kind = content.kind.partition("/")[0]
        if record.digest not in self.journal:
            return kind == "withheld" and self.stands_for_something(content)
        if kind == "key_certificate":
            return content.body["purpose"] == "centre" or any(
                label(each) in str(content.body["key"]) for each in self.log
            )
        if kind == "key_revocation":
            certified = [str(each.content.body["key"]) for each in self.log if each.content.kind == "key_certificate/1"]
            return any(key.startswith(str(content.body["key"])) for key in certified)
        if kind == "recall":
            return content.body["record"] in self.there and self.in_force(content)
        if kind == "acknowledgement":
            return content.body["log"] == FROM_BAR and content.body["record"] in RECEIVED and self.in_force(content)
        return kind in ORDINARY and (self.marked_and_named(content) or self.released_late(record))

    def rules(self, content: Content, of: str) -> list[Json]:
        """The rules to bar that name a kind, of the terms in force when a record was entered."""
        adopted = [adopted_terms(each.content.body) for each in self.journal.values()
                   if each.content.kind == "adopted_agreement/1" and before(each, content, self.journal)]  # fmt: skip
        begun = sorted(
            (terms for terms in adopted if terms.effective_at <= content.entered_at), key=lambda t: t.effective_at
        )
        if not begun or (begun[-1].ends_at is not None and begun[-1].ends_at <= content.entered_at):
            return []
        return [rule.stubs for rule in begun[-1].rules if of in rule.kinds and "bar" in rule.recipients]

    def in_force(self, content: Content) -> bool:
        return any(self.rules(content, kind) for kind in ORDINARY)

    def marked_and_named(self, content: Content) -> bool:
        return "regional" in releasable_to(content.marking) and bool(
            self.rules(content, content.kind.partition("/")[0])
        )

    def released_late(self, record: Record) -> bool:
        return any(
            record.digest in listed(each.content, "records") and "regional" in listed(each.content, "to")
            and self.rules(each.content, record.content.kind.partition("/")[0])
            for each in self.journal.values()
            if each.content.kind == "release/1"
        )  # fmt: skip

    def stands_for_something(self, stub: Content) -> bool:
        return any(
            each.content.kind.partition("/")[0] == stub.body["kind"] and each.content.entered_at == stub.entered_at
            and True in self.rules(each.content, str(stub.body["kind"]))
            for each in self.journal.values()
        )  # fmt: skip


def label(record: Record) -> str:
    return f"{record.signature.name}+{record.signature.key_id.hex()}"


def listed(content: Content, field: str) -> list[Json]:
    value = content.body[field]
    return value if isinstance(value, list) else []


def before(one: Record, content: Content, journal: dict[str, Record]) -> bool:
    """Tell whether a record stands before that of another content in the journal."""
    for each in journal.values():
        if each.content is content or each.content == content:
            return False
        if each is one:
            return True
    return False


def named(record: Record) -> set[str]:
    """Everything a record names, found in its bytes instead of in its fields."""
    words = record.payload.decode().replace('"', " ").split()
    files = {str(each) for each in words if each.startswith("sha256:")}
    attached = record.content.body.get("attachments", [])
    return files - {str(each["digest"]) for each in attached if isinstance(each, dict)}  # type: ignore[union-attr]  # a list


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_every_entry_has_a_reason_is_there_once_and_names_only_what_bar_has(told: list[Told]) -> None:
    reasons = Reasons(tell(told))
    event(f"{min(len(reasons.log), 6)} entries or more")
    has = set(RECEIVED)
    for record in reasons.log:
        assert reasons.has_reason(record), record.payload.decode()
        assert named(record) <= has
        assert record.digest not in has
        has.add(record.digest)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_what_is_marked_and_named_by_a_rule_and_names_nothing_else_is_there(told: list[Told]) -> None:
    reasons = Reasons(tell(told))
    for record in reasons.journal.values():
        if record.content.kind == "message/1" and not named(record) and reasons.marked_and_named(record.content):
            assert record.digest in reasons.there
