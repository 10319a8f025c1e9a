"""What the rule makes of a journal beside what was released: entry by entry, in words."""

from collections import Counter
from typing import Final, TypeVar

from tansiq.exchange.errors import ReleaseDiffersError
from tansiq.exchange.release import Item
from tansiq.journal.audit import Finding, Tell
from tansiq.journal.record import read_record
from tansiq.journal.tree import leaf_hash
from tansiq.language import N_

_TOLD: Final = 100
T = TypeVar("T")


def compare(expected: list[tuple[int, Item]], entries: list[tuple[bytes, bytes]], tell: Tell) -> None:
    """Hold what the rule makes against what was released.

    Parameters
    ----------
    expected
        What the rule makes, each with the place in the journal that brings it.
    entries
        Leaf hash and bytes of what was released; no bytes where it was erased.
    tell
        Given each difference, as far as they are few.

    Raises
    ------
    ReleaseDiffersError
        They differ.
    """
    wanted = [leaf_hash(item.entry) for _, item in expected]
    found = [leaf for leaf, _ in entries]
    if wanted == found:
        return
    missing = _without(expected, wanted, Counter(found))
    added = _without(list(enumerate(entries)), found, Counter(wanted))
    findings = [*map(_missing, missing), *(_added(place, entry) for place, (_, entry) in added)]
    if not findings:
        findings = [_disordered(wanted, found)]
    for finding in findings[:_TOLD]:
        tell(finding)
    template = N_("The release log is not what the rule makes of the journal: %(missing)s entries are missing, "
                  "%(added)s should not be there, or their order is another.")  # fmt: skip
    raise ReleaseDiffersError(template, missing=len(missing), added=len(added))


def _without(each: list[T], leaves: list[bytes], others: Counter[bytes]) -> list[T]:
    """Return those of ``each`` whose leaf hash is not among the others, as often as it is there."""
    kept = []
    for one, leaf in zip(each, leaves, strict=True):
        if others[leaf]:
            others[leaf] -= 1
        else:
            kept.append(one)
    return kept


def _missing(expected: tuple[int, Item]) -> Finding:
    place, item = expected
    fields = {"place": place, "kind": item.kind, "clause": item.clause or "-"}
    if item.stub:
        template = N_("For entry %(place)s of the journal a stub was due under clause %(clause)s and is not there.")
        return Finding(template, fields)
    template = N_("By entry %(place)s of the journal a record of kind %(kind)s was to be released (clause %(clause)s) "
                  "and was not: %(digest)s")  # fmt: skip
    return Finding(template, {**fields, "digest": item.digest})


def _added(index: int, entry: bytes) -> Finding:
    if not entry:
        template = N_(
            "Entry %(index)s of the release log was erased, and nothing that was to be released has its hash."
        )
        return Finding(template, {"index": index})
    record = read_record(entry)
    template = N_("Entry %(index)s of the release log, of kind %(kind)s, was not to be released: %(digest)s")
    return Finding(template, {"index": index, "kind": record.content.kind, "digest": record.digest})


def _disordered(wanted: list[bytes], found: list[bytes]) -> Finding:
    index = next(at for at, (want, is_there) in enumerate(zip(wanted, found, strict=True)) if want != is_there)
    template = N_(
        "From entry %(index)s on the release log holds the right records in another order than the journal's."
    )
    return Finding(template, {"index": index})
