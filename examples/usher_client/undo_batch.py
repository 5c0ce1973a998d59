from pydantic import Field

from .base_model import BaseModel


class UndoBatch(BaseModel):
    undo_batch: "UndoBatchUndoBatch" = Field(alias="undoBatch")


class UndoBatchUndoBatch(BaseModel):
    invitations_revoked: int = Field(alias="invitationsRevoked")
    mails_withdrawn: int = Field(alias="mailsWithdrawn")
    grants_removed: int = Field(alias="grantsRemoved")
    remaining: list["UndoBatchUndoBatchRemaining"]
    errors: list["UndoBatchUndoBatchErrors"]


class UndoBatchUndoBatchRemaining(BaseModel):
    code: str
    message: str


class UndoBatchUndoBatchErrors(BaseModel):
    code: str
    message: str


UndoBatch.model_rebuild()
UndoBatchUndoBatch.model_rebuild()
