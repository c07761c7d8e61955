"""Accounts: registering, signing in, passwords, recovery, profile, invites."""

from app.services.accounts.inviting import InviteView
from app.services.accounts.profiling import Profile
from app.services.accounts.registering import Registered, Registration
from app.services.accounts.service import AccountService
from app.services.accounts.signing_in import Login
from app.services.accounts.unattended import Reach
from app.services.email_codes import CodeRequest, Purpose
from app.services.session import Role, Session

__all__ = [
    "AccountService",
    "CodeRequest",
    "InviteView",
    "Login",
    "Profile",
    "Purpose",
    "Reach",
    "Registered",
    "Registration",
    "Role",
    "Session",
]
