from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import ImportState


class AccountImport(BaseModel):
    node: Optional[
        Annotated[
            Union["AccountImportNodeNode", "AccountImportNodeAccountImport"],
            Field(discriminator="typename__"),
        ]
    ]


class AccountImportNodeNode(BaseModel):
    typename__: Literal[
        "ApiKey",
        "AuditEvent",
        "Batch",
        "Device",
        "Group",
        "Invitation",
        "Mail",
        "Member",
        "Node",
        "Program",
        "Registration",
        "Session",
        "Webhook",
        "WebhookDelivery",
        "Workspace",
    ] = Field(alias="__typename")


class AccountImportNodeAccountImport(BaseModel):
    typename__: Literal["AccountImport"] = Field(alias="__typename")
    id: str
    state: ImportState
    counts: "AccountImportNodeAccountImportCounts"
    progress: "AccountImportNodeAccountImportProgress"
    rows: "AccountImportNodeAccountImportRows"


class AccountImportNodeAccountImportCounts(BaseModel):
    total: int
    create: int
    update: int
    refused: int


class AccountImportNodeAccountImportProgress(BaseModel):
    total: int
    written: int


class AccountImportNodeAccountImportRows(BaseModel):
    nodes: list["AccountImportNodeAccountImportRowsNodes"]


class AccountImportNodeAccountImportRowsNodes(BaseModel):
    position: int
    input: str
    errors: list["AccountImportNodeAccountImportRowsNodesErrors"]


class AccountImportNodeAccountImportRowsNodesErrors(BaseModel):
    code: str
    message: str
    field: list[str]


AccountImport.model_rebuild()
AccountImportNodeAccountImport.model_rebuild()
AccountImportNodeAccountImportRows.model_rebuild()
AccountImportNodeAccountImportRowsNodes.model_rebuild()
