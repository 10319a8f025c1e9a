"""Ed25519 against the Wycheproof cases, and small-order keys against arithmetic on the curve written here."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.errors import TansiqError
from tansiq.journal import ed25519
from tansiq.journal.errors import BadSignatureError, MalformedKeyError

# RFC 8032, section 5.1: the field, the curve's constant, the order of the base point.
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
L = 2**252 + 27742317777372353535851937790883648493
Point = tuple[int, int]
NEUTRAL: Point = (0, 1)


def add(a: Point, b: Point) -> Point:
    cross = D * a[0] * b[0] * a[1] * b[1]
    x = (a[0] * b[1] + a[1] * b[0]) * pow(1 + cross, -1, P)
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - cross, -1, P)
    return x % P, y % P


def times(n: int, point: Point) -> Point:
    total = NEUTRAL
    for bit in f"{n:b}":
        total = add(total, total)
        total = add(total, point) if bit == "1" else total
    return total


def lift(y: int) -> Point | None:
    """Return a point with this y, if the curve has one (RFC 8032, 5.1.3)."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    return (x, y) if x * x % P == square else None


def small_order_points() -> set[Point]:
    """L times any point has an order that divides the cofactor 8; one of order 8 generates them all."""
    found = {NEUTRAL}
    for y in range(2, 60):
        point = lift(y)
        if point:
            found |= {times(n, times(L, point)) for n in range(8)}
    return found


@pytest.mark.shared
def test_every_wycheproof_case(shared: Path) -> None:
    groups = json.loads((shared / "vectors" / "ed25519_wycheproof.json").read_text(encoding="utf-8"))["testGroups"]
    cases = [(group, case) for group in groups for case in group["tests"]]
    assert len(cases) == 151
    said = {case["tcId"]: verdict(group, case) for group, case in cases}
    assert said == {case["tcId"]: case["result"] for _, case in cases}


def verdict(group: dict[str, Any], case: dict[str, Any]) -> str:
    public, signature, message = (bytes.fromhex(x) for x in (group["publicKey"]["pk"], case["sig"], case["msg"]))
    try:
        ed25519.verify(public, signature, message)
    except BadSignatureError:
        return "invalid"
    return "valid"


def test_every_key_of_small_order_is_refused() -> None:
    points = small_order_points()
    assert len(points) == 8
    for x, y in points:
        for spelling in {y, y + P} if y + P < 2**255 else {y}:
            for sign in {x & 1, 0, 1}:
                with pytest.raises(MalformedKeyError):
                    ed25519.check_public((spelling | sign << 255).to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(MalformedKeyError, match=f"has {length}"):
        ed25519.check_public(b"\x02" * length)


@given(st.binary(max_size=70), st.binary(max_size=70), st.binary(max_size=70))
def test_no_bytes_at_all_end_in_anything_but_a_refusal(public: bytes, signature: bytes, message: bytes) -> None:
    with pytest.raises(TansiqError):
        ed25519.verify(public, signature, message)
