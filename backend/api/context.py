"""What a resolver knows of its request: who asks, and the loaders of this one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import strawberry

from backend.api.loaders import Loaders
from backend.auth.tokens import Caller, Visit
from backend.core.access import Actor
from backend.core.errors import Unauthenticated


@dataclass(slots=True)
class Context:
    """One operation's context; `new_token` and `forget_token` are for the transport to set the cookie."""

    caller: Caller | None = None
    visit: Visit = field(default_factory=Visit)
    new_token: str | None = None
    forget_token: bool = False
    _loaders: Loaders | None = None

    @property
    def actor(self) -> Actor:
        """Who asks; raises Unauthenticated."""
        if self.caller is None:
            raise Unauthenticated
        return self.caller.actor

    @property
    def loaders(self) -> Loaders:
        """The loaders, made at first use."""
        if self._loaders is None:
            self._loaders = Loaders(self.actor)
        return self._loaders


Info: TypeAlias = strawberry.Info[Context, None]
