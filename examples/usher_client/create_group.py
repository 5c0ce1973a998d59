from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CreateGroup(BaseModel):
    create_group: "CreateGroupCreateGroup" = Field(alias="createGroup")


class CreateGroupCreateGroup(BaseModel):
    group: Optional["CreateGroupCreateGroupGroup"]
    errors: list["CreateGroupCreateGroupErrors"]


class CreateGroupCreateGroupGroup(BaseModel):
    id: str
    name: str
    external_id: Optional[str] = Field(alias="externalId")


class CreateGroupCreateGroupErrors(BaseModel):
    code: str
    message: str
    field: list[str]


CreateGroup.model_rebuild()
CreateGroupCreateGroup.model_rebuild()
