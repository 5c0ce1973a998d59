from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import CredentialDelivery, ExistingMembers, MemberStatus, Role


class AccountDefaultsInput(BaseModel):
    """What rows get that don't say their own."""

    credentials: Optional[CredentialDelivery] = CredentialDelivery.LINK
    "Where the row says none of its own."
    deactivates_on: Optional[date] = Field(alias="deactivatesOn", default=None)
    "Of people who are new."
    group_ids: Optional[list[str]] = Field(alias="groupIds", default_factory=lambda: [])
    "Who names no groups joins these, as learners."
    labels: Optional[list[str]] = Field(default_factory=lambda: [])
    "Of people who are new."
    language: Optional[str] = None
    "Of people who are new."
    role: Optional[Role] = Role.TRAINEE
    "Of people who are new."


class AccountRowInput(BaseModel):
    """One row of an import; what is null or empty leaves a field alone."""

    additional_information: Optional[list[str]] = Field(
        alias="additionalInformation", default_factory=lambda: []
    )
    "Texts for exports."
    deactivates_on: Optional[date] = Field(alias="deactivatesOn", default=None)
    "The first day without access."
    email: Optional[str] = None
    "Who is meant; without it a username is made."
    external_id: Optional[str] = Field(alias="externalId", default=None)
    "Your own id of them, unique here; says who is meant where nothing else does."
    first_name: Optional[str] = Field(alias="firstName", default=None)
    "Initialised once, then the member's own."
    groups: Optional[list[str]] = Field(default_factory=lambda: [])
    "By id, external id or unique name."
    labels: Optional[list[str]] = Field(default_factory=lambda: [])
    "Short texts to find them by."
    language: Optional[str] = None
    "A code; initialised once."
    last_name: Optional[str] = Field(alias="lastName", default=None)
    "Initialised once, then the member's own."
    password: Optional[str] = None
    "At least 8 characters; initialised once."
    role: Optional[Role] = None
    "Never above the caller's own."
    send_credentials: Optional[bool] = Field(alias="sendCredentials", default=None)
    "Mail the password, or else a link."
    username: Optional[str] = None
    "Who is meant, where there is no address."


class AssignGroupToProgramInput(BaseModel):
    """Which group goes into which program."""

    group_id: str = Field(alias="groupId")
    "Its learners, today's and tomorrow's, are registered."
    hold_seconds: Optional[int] = Field(alias="holdSeconds", default=0)
    "Mails wait that long, so that undo can withdraw them."
    plan_hash: Optional[str] = Field(alias="planHash", default=None)
    "Commit this very plan, or PLAN_CHANGED."
    preview: Optional[bool] = False
    "Plan only, write nothing."
    program_id: str = Field(alias="programId")
    "Its ongoing and upcoming sessions, later ones too."
    reactivate: Optional[bool] = False
    "Bring deactivated people back, where one may."


class CreateGroupInput(BaseModel):
    """What a group is to be."""

    description: Optional[str] = None
    "What it is for."
    external_id: Optional[str] = Field(alias="externalId", default=None)
    "Your own id, unique here."
    is_private: Optional[bool] = Field(alias="isPrivate", default=False)
    "Seen by its leaders and admins only."
    name: str
    "Its name, up to 200 characters."


class CreateProgramInput(BaseModel):
    """What a program is to be."""

    content_url: Optional[str] = Field(alias="contentUrl", default=None)
    "Where its content stands."
    summary: Optional[str] = None
    "What it is about."
    title: str
    "Its title, up to 200 characters."


class CreateSessionInput(BaseModel):
    """What a session is to be."""

    ends_at: Optional[datetime] = Field(alias="endsAt", default=None)
    "With an offset; none while open."
    name: str
    "Its name within the program."
    program_id: str = Field(alias="programId")
    "The program it is a run of."
    starts_at: datetime = Field(alias="startsAt")
    "With an offset."
    time_zone: Optional[str] = Field(alias="timeZone", default=None)
    "An IANA zone; none for the workspace's."


class InviteByEmailInput(BaseModel):
    """Whom to invite, and what each of them gets."""

    deactivates_on: Optional[date] = Field(alias="deactivatesOn", default=None)
    "The first day without access."
    emails: list[str]
    "Each string may be a whole paste; 10,000 addresses in all."
    group_ids: Optional[list[str]] = Field(alias="groupIds", default_factory=lambda: [])
    "Groups they join as learners."
    hold_seconds: Optional[int] = Field(alias="holdSeconds", default=0)
    "Mails wait that long, so that undo can withdraw them."
    language: Optional[str] = None
    "Of their mails; none for the workspace's."
    plan_hash: Optional[str] = Field(alias="planHash", default=None)
    "Commit this very plan, or PLAN_CHANGED."
    preview: Optional[bool] = False
    "Plan only, write nothing."
    reactivate: Optional[bool] = False
    "Bring deactivated people back."
    role: Optional[Role] = Role.TRAINEE
    "Never above the caller's own."


class MemberFilter(BaseModel):
    """What a list of members is narrowed to; everything given must hold."""

    bounced: Optional[bool] = None
    "Whether their address takes no mail."
    deactivates_before: Optional[date] = Field(alias="deactivatesBefore", default=None)
    "Access ends by this day."
    external_ids: Optional[list[str]] = Field(alias="externalIds", default=None)
    "By your own ids of them."
    group_ids: Optional[list[str]] = Field(alias="groupIds", default=None)
    "In any of these."
    labels: Optional[list[str]] = None
    "With any of these."
    role: Optional[list[Role]] = None
    "Any of these."
    search: Optional[str] = None
    "In names, addresses and usernames."
    status: Optional[list[MemberStatus]] = None
    "Any of these."


class SetAccountsInput(BaseModel):
    """Many accounts: a paste, a file or rows."""

    confirm_changes: Optional[bool] = Field(alias="confirmChanges", default=False)
    "Also if over half of the members change."
    defaults: Optional["AccountDefaultsInput"] = None
    "Where the row says none of its own."
    hold_seconds: Optional[int] = Field(alias="holdSeconds", default=0)
    "Mails wait that long, so that undo can withdraw them."
    mode: Optional[ExistingMembers] = ExistingMembers.INITIALIZE_UNSET
    "What happens to people who are members."
    preview: Optional[bool] = False
    "Stay a draft, to be looked at and mended."
    reactivate: Optional[bool] = False
    "Bring deactivated people back."
    rows: Optional[list["AccountRowInput"]] = None
    "Rows as a program has them."
    text: Optional[str] = None
    "A paste from a spreadsheet, or CSV."
    upload_id: Optional[str] = Field(alias="uploadId", default=None)
    "A file that was sent up to /uploads."


class SignInInput(BaseModel):
    """Who signs in."""

    login: str
    "The e-mail address, or the username of people without one."
    password: str
    "Their password in the workspace."
    workspace: Optional[str] = None
    "The workspace's slug, where several fit."


class UndoBatchInput(BaseModel):
    """Which batch to undo."""

    id: str
    "The batch."
    preview: Optional[bool] = False
    "Tell what would be taken back, write nothing."


class UpsertGroupInput(BaseModel):
    """What the group with your own id is to be; what is left out stays."""

    description: Optional[str] = None
    "What it is for; null for nothing."
    external_id: str = Field(alias="externalId")
    "Your own id of it, by which it is found or made."
    is_private: Optional[bool] = Field(alias="isPrivate", default=None)
    "Seen by its leaders and admins only; null leaves it."
    name: str
    "Its name, up to 200 characters."


SetAccountsInput.model_rebuild()
