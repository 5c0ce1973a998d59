"""The suite scim2-tester finds nothing wrong with our SCIM."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from tests.api.scim_of import directory_of
from tests.house_of import Home

pytestmark = pytest.mark.thorough

BAD = (Status.ERROR, Status.CRITICAL, Status.DEVIATION)


async def test_the_suite_passes(home: Home, http: httpx.AsyncClient) -> None:
    directory = await directory_of(home, http)
    app = directory.wsgi(asyncio.get_running_loop())
    client = WSGISCIMClient(app, base_url="http://usher.test/scim/v2")
    results = await asyncio.to_thread(check_server, client)
    assert [repr(one) for one in results if one.status in BAD] == []
    assert sum(one.status is Status.SUCCESS for one in results) > 30
