"""What SCIM does with one type of resource: search, read, create, replace, patch, remove."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from scim2_models import (
    Context,
    ListResponse,
    PatchOp,
    Resource,
    ResponseParameters,
    SearchRequest,
)
from starlette.requests import Request
from starlette.responses import Response

from backend.api.scim.bodies import read_body, reply, shown_list
from backend.api.scim.dialects import understood, understood_patch
from backend.api.scim.models import User
from backend.api.scim.places import location
from backend.core.access import Actor


class Endpoint:
    """The handlers of one type; `room` is the module that knows it."""

    def __init__(self, model: Any, room: ModuleType) -> None:
        self.model = model
        self.room = room
        self.path = f"/{model.__name__}s"
        # What the library knows by type, given a type that is known only now.
        self.search_of: Any = SearchRequest[model]
        self.list_of: Any = ListResponse[model]
        self.patch_of: Any = PatchOp[model]
        self.parameters_of: Any = ResponseParameters[model]

    async def search(self, request: Request, actor: Actor) -> Response:
        """A page of what a filter finds, by GET or by POST to `.search`."""
        if request.method == "POST":
            asked = self.search_of.model_validate(await read_body(request), scim_ctx=Context.SEARCH_REQUEST)
        else:
            asked = self.search_of.model_validate(dict(request.query_params))
        return shown_list(self.list_of, await self.room.search(actor, asked), asked)

    async def read(self, request: Request, actor: Actor) -> Response:
        """One resource."""
        found = await self.room.read(actor, request.path_params["id"])
        return self._shown(found, Context.RESOURCE_QUERY_RESPONSE, request)

    async def create(self, request: Request, actor: Actor) -> Response:
        """A new one."""
        body = self._with_active(understood(await read_body(request)))
        given = self.model.model_validate(body, scim_ctx=Context.RESOURCE_CREATION_REQUEST)
        made = await self.room.create(actor, given)
        headers = {"Location": location(self.path[1:], made.id)}
        return self._shown(made, Context.RESOURCE_CREATION_RESPONSE, request, 201, headers)

    async def replace(self, request: Request, actor: Actor) -> Response:
        """All of one, but for what is not the directory's to change."""
        before = await self.room.read(actor, request.path_params["id"])
        body = self._with_active(understood(await read_body(request)), before)
        given = self.model.model_validate(body, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
        changed = await self.room.change(actor, before.id, self.room.replaced(before, given))
        return self._shown(changed, Context.RESOURCE_REPLACEMENT_RESPONSE, request)

    async def patch(self, request: Request, actor: Actor) -> Response:
        """Parts of one."""
        body = understood_patch(await read_body(request))
        found = await self.room.read(actor, request.path_params["id"])
        if body is not None:
            asked = self.patch_of.model_validate(body, scim_ctx=Context.RESOURCE_PATCH_REQUEST)
            wanted = self.room.patched(found, asked)
            found = found if wanted is None else await self.room.change(actor, found.id, wanted)
        return self._shown(found, Context.RESOURCE_PATCH_RESPONSE, request)

    async def remove(self, request: Request, actor: Actor) -> Response:
        """None of it, as far as the directory sees."""
        await self.room.remove(actor, request.path_params["id"])
        return Response(status_code=204)

    def _with_active(self, body: dict[str, Any], before: Any = None) -> dict[str, Any]:
        """Who says nothing of `active` leaves it as it is; who is new is active."""
        if self.model is not User or any(name.lower() == "active" for name in body):
            return body
        return body | {"active": True if before is None else before.active}

    def _shown(
        self,
        found: Resource[Any],
        context: Context,
        request: Request,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Response:
        named = {name: value for name, value in request.query_params.items() if "ttributes" in name}
        wanted = self.parameters_of.model_validate(named)
        return reply(found.model_dump_json(scim_ctx=context, response_parameters=wanted), status, headers)
