from datetime import datetime
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import MailKind, MailState, WhyKind


class Why(BaseModel):
    node: Optional[
        Annotated[
            Union["WhyNodeNode", "WhyNodeMember"], Field(discriminator="typename__")
        ]
    ]


class WhyNodeNode(BaseModel):
    typename__: Literal[
        "AccountImport",
        "ApiKey",
        "AuditEvent",
        "Batch",
        "Device",
        "Group",
        "Invitation",
        "Mail",
        "Node",
        "Program",
        "Registration",
        "Session",
        "Webhook",
        "WebhookDelivery",
        "Workspace",
    ] = Field(alias="__typename")


class WhyNodeMember(BaseModel):
    typename__: Literal["Member"] = Field(alias="__typename")
    email: Optional[str]
    mails: "WhyNodeMemberMails"
    why: list["WhyNodeMemberWhy"]


class WhyNodeMemberMails(BaseModel):
    nodes: list["WhyNodeMemberMailsNodes"]


class WhyNodeMemberMailsNodes(BaseModel):
    kind: MailKind
    state: MailState
    due_at: datetime = Field(alias="dueAt")


class WhyNodeMemberWhy(BaseModel):
    kind: WhyKind
    at: datetime
    operation: Optional[str]
    group: Optional["WhyNodeMemberWhyGroup"]
    session: Optional["WhyNodeMemberWhySession"]
    mail: Optional["WhyNodeMemberWhyMail"]


class WhyNodeMemberWhyGroup(BaseModel):
    name: str


class WhyNodeMemberWhySession(BaseModel):
    name: str


class WhyNodeMemberWhyMail(BaseModel):
    kind: MailKind
    state: MailState


Why.model_rebuild()
WhyNodeMember.model_rebuild()
WhyNodeMemberMails.model_rebuild()
WhyNodeMemberWhy.model_rebuild()
