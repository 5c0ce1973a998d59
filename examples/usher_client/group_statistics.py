from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class GroupStatistics(BaseModel):
    group_statistics: "GroupStatisticsGroupStatistics" = Field(alias="groupStatistics")


class GroupStatisticsGroupStatistics(BaseModel):
    nodes: list["GroupStatisticsGroupStatisticsNodes"]


class GroupStatisticsGroupStatisticsNodes(BaseModel):
    group: "GroupStatisticsGroupStatisticsNodesGroup"
    members: int
    invited: int
    joined: int
    joined_rate: Optional[float] = Field(alias="joinedRate")
    series: list["GroupStatisticsGroupStatisticsNodesSeries"]


class GroupStatisticsGroupStatisticsNodesGroup(BaseModel):
    id: str
    name: str


class GroupStatisticsGroupStatisticsNodesSeries(BaseModel):
    day: date
    invited_total: int = Field(alias="invitedTotal")
    joined_total: int = Field(alias="joinedTotal")


GroupStatistics.model_rebuild()
GroupStatisticsGroupStatistics.model_rebuild()
GroupStatisticsGroupStatisticsNodes.model_rebuild()
