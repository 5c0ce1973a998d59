"""What a resolver knows of its request: who asks, and the loaders of this one request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import strawberry

from backend.api.live import Live
from backend.api.loaders import Loaders
from backend.auth.errors import PasswordChangeRequired
from backend.auth.rules import Viewer
from backend.auth.tokens import Caller, SignedIn, Visit
from backend.core.access import Actor
from backend.core.errors import Unauthenticated


@dataclass(slots=True)
class Context:
    """One operation's context; `new_token` and `forget_token` are for the transport to set the cookie."""

    caller: Caller | None = None
    visit: Visit = field(default_factory=Visit)
    new_token: str | None = None
    forget_token: bool = False
    live: Live | None = None
    connection_params: dict[str, Any] | None = None  # of a WebSocket
    who_now: Callable[[], Awaitable[Caller | None]] | None = None  # a WebSocket outlives rights and roles
    changed: bool = False  # whoever connected is no longer who they were
    _loaders: Loaders | None = None

    @property
    def actor(self) -> Actor:
        """Who asks; raises Unauthenticated, or PasswordChangeRequired."""
        if self.caller is None:
            raise Unauthenticated
        if self.caller.must_change_password:
            raise PasswordChangeRequired
        return self.caller.actor

    @property
    def viewer(self) -> Viewer | None:
        """Who is signed in here, as the page of a link asks it."""
        return self.caller.viewer if self.caller else None

    @property
    def loaders(self) -> Loaders:
        """The loaders, made at first use."""
        if self._loaders is None:
            self._loaders = Loaders(self.actor, remember=self.who_now is None)
        return self._loaders

    async def ask_anew(self) -> None:
        """Take the caller of a lasting connection for who they are now; raises RateLimited."""
        if self.who_now is None:
            return
        caller = await self.who_now()
        if caller != self.caller:
            self.caller, self.changed, self._loaders = caller, True, None

    def start_over(self) -> None:
        """Forget what was looked up."""
        self._loaders = None

    def enter(self, answer: SignedIn) -> None:
        """Go on in the name of who has just signed in."""
        self.caller, self.new_token, self.forget_token, self._loaders = (
            answer.caller,
            answer.token,
            False,
            None,
        )

    def leave(self) -> None:
        """Go on as the anonymous."""
        self.caller, self.new_token, self.forget_token, self._loaders = None, None, True, None


Info: TypeAlias = strawberry.Info[Context, None]
