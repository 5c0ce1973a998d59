"""How a request says who is asking: a bearer token, or the app's cookie from our own pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from backend.api.context import Context
from backend.auth.api_keys import authenticate_key, is_api_key, pace_of_key
from backend.auth.tokens import Caller, Visit, authenticate
from backend.core import settings
from backend.core.access import Actor, Door
from backend.core.errors import Forbidden, RateLimited

# Far longer than a token lives: the database alone decides when it ends, and each use moves that.
COOKIE_AGE = 400 * 24 * 3600  # seconds


def cookie_name() -> str:
    """Bound to this very host and to TLS wherever there is TLS."""
    return "__Host-usher" if settings.current().secure else "usher"


def visit_of(connection: HTTPConnection) -> Visit:
    """Where a request comes from, as limits and the list of devices want it."""
    address = connection.client.host if connection.client else ""
    return Visit(address, connection.headers.get("user-agent", ""))


async def caller_of(connection: HTTPConnection) -> Caller | None:
    """Who asks; None for the anonymous and for tokens that hold no longer.

    A cookie that another site's page made the browser send is refused with Forbidden, a key that holds no
    longer with KeyRefused, and one that comes too often with RateLimited.
    """
    scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return await bearer_caller(connection, bearer.strip())
    cookie = connection.cookies.get(cookie_name())
    if not cookie:
        return None
    if is_foreign(connection):
        raise Forbidden("This request comes from another site.")
    return await authenticate(cookie, Door.APP)


async def bearer_caller(connection: HTTPConnection, secret: str) -> Caller | None:
    """Who a bearer secret stands for; raises KeyRefused, and RateLimited of a key that comes too often."""
    if is_api_key(secret):
        return await _key_caller(connection, secret)
    return await authenticate(secret, Door.TOKEN)


async def _key_caller(connection: HTTPConnection, secret: str) -> Caller | None:
    """Leaves the key's pace in `connection.state`, for the answer's headers."""
    caller = _caller(await authenticate_key(secret))
    if caller is not None:
        connection.state.pace = pace = await pace_of_key(caller.token_id)
        if pace.wait:
            message = f"An API key asks {pace.most} times in {pace.window} seconds at the most."
            raise RateLimited(message, retryAfter=pace.wait)
    return caller


def _caller(actor: Actor) -> Caller | None:
    return Caller(actor, actor.key_id, None, False) if actor.key_id else None


def is_foreign(connection: HTTPConnection) -> bool:
    """Whether a browser says that a page of another origin made this request (Fetch standard, Origin)."""
    origin = connection.headers.get("origin")
    if origin is None:
        return (
            connection.headers.get("sec-fetch-site") == "cross-site"
            and connection.scope.get("method") != "GET"
        )
    ours, asked = urlsplit(settings.current().public_url), urlsplit(origin)
    here = {ours.netloc, connection.headers.get("host")}
    return asked.scheme != ours.scheme or asked.netloc not in here


def set_cookie(response: Response, context: Context, connection: HTTPConnection) -> None:
    """Give or take the cookie as the operation said; never to another site's page."""
    if is_foreign(connection):
        return
    secure = settings.current().secure
    if context.new_token:
        response.set_cookie(
            cookie_name(), context.new_token, COOKIE_AGE, secure=secure, httponly=True, samesite="lax"
        )
    elif context.forget_token:
        response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="lax")
