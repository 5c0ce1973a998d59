from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CreateProgram(BaseModel):
    create_program: "CreateProgramCreateProgram" = Field(alias="createProgram")


class CreateProgramCreateProgram(BaseModel):
    program: Optional["CreateProgramCreateProgramProgram"]
    errors: list["CreateProgramCreateProgramErrors"]


class CreateProgramCreateProgramProgram(BaseModel):
    id: str
    title: str


class CreateProgramCreateProgramErrors(BaseModel):
    code: str
    message: str
    field: list[str]


CreateProgram.model_rebuild()
CreateProgramCreateProgram.model_rebuild()
