"""Share links: what they open, for how long, and everything that they do not open."""

import re

import pytest
from fastapi.testclient import TestClient
from itsdangerous import URLSafeTimedSerializer

from core.answer import Case
from core.errors import Forbidden
from core.workspace import Workspace
from tests.ui.cases import a_case
from ui.components.case_view import media_of, view_of
from ui.share import opened, sign


@pytest.fixture
def case(demo: Workspace) -> Case:
    return a_case(demo)


def test_a_link_opens_its_case(client: TestClient, demo: Workspace, case: Case) -> None:
    made = client.post(f"/api/cases/{case.id}/share", json={"days": 7}).json()
    answer = client.get(made["path"])
    assert answer.status_code == 200
    assert "A cow that meows" in answer.text
    assert "noindex" in answer.headers["x-robots-tag"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert re.fullmatch(r"\d+ \w+ 20\d\d", made["until"])


def test_the_page_asks_for_nothing_but_its_own_media_and_our_scripts(
    client: TestClient, demo: Workspace, case: Case
) -> None:
    path = f"/share/{sign(demo, case.id)}"
    html = client.get(path).text
    addresses = re.findall(r'(?:src|href)="([^"]*)"', html) + re.findall(r'"(/[^"]*)"', html)
    assert addresses
    assert all(one.startswith(("/app-static/", f"{path}/media/")) for one in addresses)
    for file in media_of(view_of(demo, case)["sample"]):
        assert client.get(path + file).status_code == 200
        assert client.head(path + file).status_code == 200


def test_media_come_in_parts(client: TestClient, demo: Workspace, case: Case) -> None:
    video = view_of(demo, case)["sample"]["original"]["video"]
    address = f"/share/{sign(demo, case.id)}{video}"
    answer = client.get(address, headers={"Range": "bytes=0-99"})
    assert (answer.status_code, len(answer.content)) == (206, 100)


def test_no_other_file_is_reached(client: TestClient, demo: Workspace, case: Case) -> None:
    path = f"/share/{sign(demo, case.id)}"
    own = media_of(view_of(demo, case)["sample"])
    others = [file.name for file in demo.media.iterdir() if f"/media/{file.name}" not in own]
    assert others
    for name in others[:5]:
        assert client.get(f"{path}/media/{name}").status_code == 403
    for name in ("..%2Fsettings.json", "..%2f..%2fetc%2fpasswd", "nothing.mp4"):
        answer = client.get(f"{path}/media/{name}")
        assert answer.status_code in {403, 404}
        assert demo.secret not in answer.text


def test_a_stray_file_among_the_media_is_not_reached(
    client: TestClient, demo: Workspace, case: Case
) -> None:
    stray = demo.media / "notes.txt"
    stray.write_text("not for everybody")
    try:
        answer = client.get(f"/share/{sign(demo, case.id)}/media/notes.txt")
    finally:
        stray.unlink()
    assert answer.status_code == 403
    assert answer.json() == {"error": "This link does not open that file."}


def changed(token: str, place: int) -> str:
    other = "A" if token[place] != "A" else "B"
    return token[:place] + other + token[place + 1 :]


@pytest.mark.parametrize("place", [0, 8, -12])
def test_a_changed_link_gets_403_and_a_sentence(
    client: TestClient, demo: Workspace, case: Case, place: int
) -> None:
    token = sign(demo, case.id)
    bad = changed(token, place % len(token))
    answer = client.get(f"/share/{bad}")
    assert answer.status_code == 403
    assert "This link is not valid" in answer.text
    assert "A cow that meows" not in answer.text
    media = client.get(f"/share/{bad}{view_of(demo, case)['sample']['original']['video']}")
    assert media.status_code == 403


def test_an_expired_link_says_when_it_expired(
    client: TestClient, demo: Workspace, case: Case
) -> None:
    token = sign(demo, case.id, days=-1)
    answer = client.get(f"/share/{token}")
    assert answer.status_code == 403
    assert re.search(r"This link expired on \d+ \w+ 20\d\d", answer.text)
    with pytest.raises(Forbidden, match="expired"):
        opened(demo, token)


def test_a_token_signed_for_something_else_opens_nothing(demo: Workspace, case: Case) -> None:
    other = URLSafeTimedSerializer(demo.secret, salt="session").dumps([case.id, 30])
    with pytest.raises(Forbidden):
        opened(demo, other)
    foreign = URLSafeTimedSerializer("another secret", salt="share a case").dumps([case.id, 30])
    with pytest.raises(Forbidden):
        opened(demo, foreign)


def test_a_link_to_what_is_gone_says_so(client: TestClient, demo: Workspace) -> None:
    answer = client.get(f"/share/{sign(demo, 'no-such-case')}")
    assert answer.status_code == 404
    assert "not here any more" in answer.text


@pytest.mark.parametrize("days", [0, 366])
def test_a_link_lasts_a_year_at_most(client: TestClient, case: Case, days: int) -> None:
    assert client.post(f"/api/cases/{case.id}/share", json={"days": days}).status_code == 400
