from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import IntakeOutcome, MailKind


class InviteByEmail(BaseModel):
    invite_by_email: "InviteByEmailInviteByEmail" = Field(alias="inviteByEmail")


class InviteByEmailInviteByEmail(BaseModel):
    plan: Optional["InviteByEmailInviteByEmailPlan"]
    batch: Optional["InviteByEmailInviteByEmailBatch"]
    errors: list["InviteByEmailInviteByEmailErrors"]


class InviteByEmailInviteByEmailPlan(BaseModel):
    hash: str
    counts: "InviteByEmailInviteByEmailPlanCounts"
    rows: "InviteByEmailInviteByEmailPlanRows"
    mails: list["InviteByEmailInviteByEmailPlanMails"]


class InviteByEmailInviteByEmailPlanCounts(BaseModel):
    total: int
    invite: int
    refused: int


class InviteByEmailInviteByEmailPlanRows(BaseModel):
    nodes: list["InviteByEmailInviteByEmailPlanRowsNodes"]


class InviteByEmailInviteByEmailPlanRowsNodes(BaseModel):
    position: int
    input: str
    email: Optional[str]
    outcome: IntakeOutcome
    errors: list["InviteByEmailInviteByEmailPlanRowsNodesErrors"]


class InviteByEmailInviteByEmailPlanRowsNodesErrors(BaseModel):
    code: str
    message: str
    suggestion: Optional[str]


class InviteByEmailInviteByEmailPlanMails(BaseModel):
    kind: MailKind
    count: int
    due_at: datetime = Field(alias="dueAt")
    session: Optional["InviteByEmailInviteByEmailPlanMailsSession"]


class InviteByEmailInviteByEmailPlanMailsSession(BaseModel):
    name: str


class InviteByEmailInviteByEmailBatch(BaseModel):
    id: str


class InviteByEmailInviteByEmailErrors(BaseModel):
    code: str
    message: str
    field: list[str]


InviteByEmail.model_rebuild()
InviteByEmailInviteByEmail.model_rebuild()
InviteByEmailInviteByEmailPlan.model_rebuild()
InviteByEmailInviteByEmailPlanRows.model_rebuild()
InviteByEmailInviteByEmailPlanRowsNodes.model_rebuild()
InviteByEmailInviteByEmailPlanMails.model_rebuild()
