from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ImportState


class SetAccounts(BaseModel):
    set_accounts: "SetAccountsSetAccounts" = Field(alias="setAccounts")


class SetAccountsSetAccounts(BaseModel):
    account_import: Optional["SetAccountsSetAccountsAccountImport"] = Field(
        alias="accountImport"
    )
    errors: list["SetAccountsSetAccountsErrors"]


class SetAccountsSetAccountsAccountImport(BaseModel):
    id: str
    state: ImportState


class SetAccountsSetAccountsErrors(BaseModel):
    code: str
    message: str
    field: list[str]


SetAccounts.model_rebuild()
SetAccountsSetAccounts.model_rebuild()
