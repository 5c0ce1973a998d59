from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import SessionState


class CreateSession(BaseModel):
    create_session: "CreateSessionCreateSession" = Field(alias="createSession")


class CreateSessionCreateSession(BaseModel):
    session: Optional["CreateSessionCreateSessionSession"]
    errors: list["CreateSessionCreateSessionErrors"]


class CreateSessionCreateSessionSession(BaseModel):
    id: str
    state: SessionState
    starts_at: datetime = Field(alias="startsAt")
    time_zone: str = Field(alias="timeZone")


class CreateSessionCreateSessionErrors(BaseModel):
    code: str
    message: str
    field: list[str]


CreateSession.model_rebuild()
CreateSessionCreateSession.model_rebuild()
