from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SignIn(BaseModel):
    sign_in: "SignInSignIn" = Field(alias="signIn")


class SignInSignIn(BaseModel):
    token: Optional[str]
    must_change_password: bool = Field(alias="mustChangePassword")
    workspaces: list["SignInSignInWorkspaces"]
    errors: list["SignInSignInErrors"]


class SignInSignInWorkspaces(BaseModel):
    name: str
    slug: str


class SignInSignInErrors(BaseModel):
    code: str
    message: str


SignIn.model_rebuild()
SignInSignIn.model_rebuild()
