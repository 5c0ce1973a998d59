from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Role


class Viewer(BaseModel):
    viewer: "ViewerViewer"


class ViewerViewer(BaseModel):
    member: "ViewerViewerMember"
    workspace: "ViewerViewerWorkspace"
    permissions: list[str]


class ViewerViewerMember(BaseModel):
    id: str
    email: Optional[str]
    role: Role


class ViewerViewerWorkspace(BaseModel):
    id: str
    name: str
    slug: str
    language: str
    time_zone: str = Field(alias="timeZone")


Viewer.model_rebuild()
ViewerViewer.model_rebuild()
