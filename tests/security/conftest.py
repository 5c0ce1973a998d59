"""The security tests ask the web application as the API's tests do, over a database of their own."""

from tests.api.conftest import api_database, home, http, owner

__all__ = ["api_database", "home", "http", "owner"]
