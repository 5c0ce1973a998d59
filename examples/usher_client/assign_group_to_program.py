from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AssignGroupToProgram(BaseModel):
    assign_group_to_program: "AssignGroupToProgramAssignGroupToProgram" = Field(
        alias="assignGroupToProgram"
    )


class AssignGroupToProgramAssignGroupToProgram(BaseModel):
    plan: Optional["AssignGroupToProgramAssignGroupToProgramPlan"]
    errors: list["AssignGroupToProgramAssignGroupToProgramErrors"]


class AssignGroupToProgramAssignGroupToProgramPlan(BaseModel):
    counts: "AssignGroupToProgramAssignGroupToProgramPlanCounts"


class AssignGroupToProgramAssignGroupToProgramPlanCounts(BaseModel):
    total: int


class AssignGroupToProgramAssignGroupToProgramErrors(BaseModel):
    code: str
    message: str


AssignGroupToProgram.model_rebuild()
AssignGroupToProgramAssignGroupToProgram.model_rebuild()
AssignGroupToProgramAssignGroupToProgramPlan.model_rebuild()
