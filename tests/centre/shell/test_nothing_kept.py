"""What a centre shows stays in no browser; the demonstration's page does, and only there."""

import pytest
from django.test import Client

from tansiq.centre.versions import static_digest


@pytest.mark.parametrize(
    "address", ["/gallery/parts", "/gallery/form", "/gallery/parts?stranger=1", "/no-such-page", "/at/x/scene.json"]
)
def test_no_page_of_a_centre_may_be_stored(gallery: Client, address: str) -> None:
    assert gallery.get(address).headers["Cache-Control"] == "no-store"


def test_a_centre_marks_the_maps_data_too(gallery: Client, client: Client) -> None:
    del gallery  # its settings hold for both
    from tests.centre.conftest import SCENE  # noqa: PLC0415 - beside the fixture it names

    assert client.get(f"/at/{SCENE}/layers/posts.json").headers["Cache-Control"] == "no-store"


def test_what_is_the_same_for_everybody_may_be_kept(gallery: Client) -> None:
    static = gallery.get(f"/static/{static_digest()}/shell/frame.css")
    assert "immutable" in static.headers["Cache-Control"]


def test_a_centres_worker_keeps_nothing_and_takes_itself_away(gallery: Client) -> None:
    script = gallery.get("/service-worker.js").content.decode()
    assert "fetch" not in script
    assert "caches.delete" in script
    assert "registration.unregister" in script


def test_the_demonstrations_worker_keeps_no_answer_that_forbids_it(client: Client) -> None:
    script = client.get("/service-worker.js").content.decode()
    assert "no-store" in script
    assert script.count("mayKeep(response)") == 4  # said once, asked wherever something is put
