"""Addresses of clusters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.gaps.workers import Address, read_address
from tansiq.gaps.workers.errors import BadClusterAddressError


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("dask://node-1.party.example:8786", Address("tcp://node-1.party.example:8786")),
        ("dask://192.0.2.7:1", Address("tcp://192.0.2.7:1")),
        ("dask://[2001:db8::7]:8786", Address("tcp://[2001:db8::7]:8786")),
        ("dask+tls://node-1:8786", Address("tls://node-1:8786")),
        ("dask://local", Address(local_workers=2)),
        ("dask://local?workers=7", Address(local_workers=7)),
    ],
)
def test_an_address_is_what_dask_calls_it(text: str, means: Address) -> None:
    assert read_address(text) == means


@pytest.mark.parametrize(
    "text",
    [
        "", "dask:", "dask://", "dask://node", "dask://node:0", "dask://node:65536", "dask://node:port", "tcp://node:1",
        "dask://node:1/path", "dask://node:1?workers=2", "dask://user@node:1", "dask://local?workers=0",
        "dask://local?workers=257", "dask://local?workers=2&workers=3", "dask+tls://local", "dask://no de:1",
        "dask://[::1:1", "dask://" + "n" * 400 + ":1", "dask://node:1#x",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(BadClusterAddressError, match="dask://HOST:PORT"):
        read_address(text)


@given(st.text(max_size=60).map(lambda text: f"dask://{text}"))
def test_no_text_does_anything_else(text: str) -> None:
    try:
        found = read_address(text)
    except BadClusterAddressError:
        return
    assert bool(found.scheduler) != bool(found.local_workers)
