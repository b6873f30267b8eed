"""A local server that speaks as much of GOV.UK Notify's API as sending uses, errors included.

Requests, answers and errors are those of Notify's REST documentation: POST /v2/notifications/email,
GET /v2/notifications?reference=..., GET /v2/template/{id}; errors as {"status_code", "errors": [...]}.
"""

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from reporter.delivery.transports.notify import NotifySettings

KEY = "test-11111111-2222-3333-4444-555555555555-66666666-7777-8888-9999-000000000000"
"""Shaped as Notify's keys are: a name, the service's id and the secret."""

STALL = 1.0
Answer = Callable[["Notify", dict[str, Any]], Response]


@dataclass
class Notify:
    """What the server was told to answer, and what it accepted.

    Attributes:
        answers: answers to the next requests to send; then each is accepted.
        accepted: every accepted request.
        asked: how many requests to send there were.
        is_known: whether an accepted request can be looked up.
        settings: how to reach the server.
    """

    settings: NotifySettings
    answers: deque[Answer] = field(default_factory=deque)
    accepted: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0
    is_known: bool = True

    def recipients(self) -> list[str]:
        """The address of every accepted request."""
        return sorted(str(request["email_address"]) for request in self.accepted)


def error(code: int, kind: str, message: str) -> Answer:
    """An error as Notify gives it."""

    def answer(notify: Notify, request: dict[str, Any]) -> Response:
        said = {"status_code": code, "errors": [{"error": kind, "message": message}]}
        return Response(json.dumps(said), code, content_type="application/json")

    return answer


def accept(notify: Notify, request: dict[str, Any]) -> Response:
    """Accept a request."""
    notify.accepted.append(request)
    return Response(json.dumps({"id": f"id-{len(notify.accepted)}"}), 201, content_type="application/json")


def accept_and_stall(notify: Notify, request: dict[str, Any]) -> Response:
    """Accept a request and answer when nobody waits any more."""
    answer = accept(notify, request)
    time.sleep(STALL)
    return answer


def accept_and_fail(notify: Notify, request: dict[str, Any]) -> Response:
    """Accept a request and fail to say so, as a gateway in between does."""
    accept(notify, request)
    return Response("<html>Service unavailable</html>", 503)


TOO_MANY = error(
    429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"
)
TOO_MANY_TODAY = error(429, "TooManyRequestsError", "Exceeded send limits (250000) for today")
VIRUS = error(400, "BadRequestError", "File did not pass the virus scan")
NOT_SET_UP = error(400, "BadRequestError", "Send files by email has not been set up")
FORBIDDEN = error(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")
UNAVAILABLE = error(503, "Exception", "Service unavailable")


@contextmanager
def notify_server() -> Iterator[Notify]:
    """Run the server for the time of a block."""
    with HTTPServer(threaded=True) as server:
        settings = NotifySettings(
            api_key=KEY,
            template_id="template",
            reply_to_id="reply-to",
            retention="4 weeks",
            address=server.url_for("/").rstrip("/"),
            seconds=0.4,
        )
        notify = Notify(settings)

        def send(request: Request) -> Response:
            notify.asked += 1
            answer = notify.answers.popleft() if notify.answers else accept
            return answer(notify, dict(request.get_json()))

        def look_up(request: Request) -> Response:
            wanted = request.args["reference"]
            known = [each for each in notify.accepted if each["reference"] == wanted and notify.is_known]
            found = [{"id": f"id-{number}", "status": "sending"} for number, _ in enumerate(known, 1)]
            said = {"notifications": found, "links": {}}
            return Response(json.dumps(said), content_type="application/json")

        def template(request: Request) -> Response:
            if request.path.endswith("/template"):
                return Response(json.dumps({"id": "template"}), content_type="application/json")
            return error(404, "NoResultFound", "No result found")(notify, {})

        server.expect_request("/v2/notifications/email", method="POST").respond_with_handler(send)
        server.expect_request("/v2/notifications", method="GET").respond_with_handler(look_up)
        server.expect_request("/v2/template/template", method="GET").respond_with_handler(template)
        server.expect_request("/v2/template/wrong", method="GET").respond_with_handler(template)
        yield notify
