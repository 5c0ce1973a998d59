from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import InvitationState, MemberStatus, Role


class Members(BaseModel):
    members: "MembersMembers"


class MembersMembers(BaseModel):
    nodes: list["MembersMembersNodes"]
    page_info: "MembersMembersPageInfo" = Field(alias="pageInfo")


class MembersMembersNodes(BaseModel):
    id: str
    email: Optional[str]
    first_name: Optional[str] = Field(alias="firstName")
    last_name: Optional[str] = Field(alias="lastName")
    role: Role
    status: MemberStatus
    groups: "MembersMembersNodesGroups"
    invitation: Optional["MembersMembersNodesInvitation"]


class MembersMembersNodesGroups(BaseModel):
    nodes: list["MembersMembersNodesGroupsNodes"]


class MembersMembersNodesGroupsNodes(BaseModel):
    id: str
    name: str


class MembersMembersNodesInvitation(BaseModel):
    state: InvitationState
    expires_at: datetime = Field(alias="expiresAt")


class MembersMembersPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


Members.model_rebuild()
MembersMembers.model_rebuild()
MembersMembersNodes.model_rebuild()
MembersMembersNodesGroups.model_rebuild()
