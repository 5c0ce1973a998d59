from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import UpsertOutcome


class UpsertGroup(BaseModel):
    upsert_group: "UpsertGroupUpsertGroup" = Field(alias="upsertGroup")


class UpsertGroupUpsertGroup(BaseModel):
    group: Optional["UpsertGroupUpsertGroupGroup"]
    outcome: Optional[UpsertOutcome]
    errors: list["UpsertGroupUpsertGroupErrors"]


class UpsertGroupUpsertGroupGroup(BaseModel):
    id: str
    name: str
    external_id: Optional[str] = Field(alias="externalId")


class UpsertGroupUpsertGroupErrors(BaseModel):
    code: str
    message: str
    field: list[str]
    suggestion: Optional[str]


UpsertGroup.model_rebuild()
UpsertGroupUpsertGroup.model_rebuild()
