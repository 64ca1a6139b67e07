"""What an address that is not there says: a page to a person, a sentence to a program."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from tidings.web.app import make_app
from tidings.web.settings import DeskSettings


def test_a_mistyped_address_is_told_to_a_person_and_to_a_program(db: Path) -> None:
    """Both are told 404; of the API and of files nobody gets a page."""
    with TestClient(make_app(DeskSettings(db=str(db), reviewer="Ana")), base_url="http://localhost") as client:
        page = client.get("/nope", headers={"Accept": "text/html"})
        assert page.status_code in (404, 503)  # 503 where the pages are not built
        assert "json" not in page.headers["content-type"]
        for address, accepts in (
            ("/nope", "application/json"),
            ("/api/v1/nope", "text/html"),
            ("/static/nope", "text/html"),
        ):
            told = client.get(address, headers={"Accept": accepts})
            assert (told.status_code, "json" in told.headers["content-type"]) == (404, True), address
