"""Share links: a signed, expiring leave to look at one case, for people without an account."""

from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from core.errors import Forbidden
from core.workspace import Workspace

DAYS = 30  # a link is valid for so long unless somebody chooses otherwise
LONGEST_DAYS = 365


def sign(workspace: Workspace, case_id: str, days: int = DAYS) -> str:
    """A token that opens this case for so many days; it names no other case."""
    return _serializer(workspace).dumps([case_id, days])


def opened(workspace: Workspace, token: str) -> str:
    """The id of the case that a token opens; Forbidden if it was changed or has expired."""
    signer = _serializer(workspace)
    try:
        (case_id, days), signed = signer.loads(token, return_timestamp=True)
        signer.loads(token, max_age=days * 86_400)
    except SignatureExpired as error:
        raise Forbidden(
            f"This link expired on {_last_day(signed, days)}. Ask the person who sent it for a new "
            "one."
        ) from error
    except BadSignature as error:
        raise Forbidden(
            "This link is not valid. Perhaps a part of it is missing: open it once more from where "
            "you got it, or ask the person who sent it for a new one."
        ) from error
    return str(case_id)


def last_day(days: int) -> str:
    """The day until which a link that is signed now is valid, as people write it."""
    return _last_day(datetime.now(UTC), days)


def _last_day(signed: datetime, days: int) -> str:
    day = signed + timedelta(days=days)
    return f"{day.day} {day:%B %Y}"


def _serializer(workspace: Workspace) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(workspace.secret, salt="share a case")
