"""The second factor: seeds are sealed before they reach the database, and a wrong code is a line of the journal."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError

from halcyon.faces.desk.signin.accounts import note_failure


def _seal() -> Fernet:
    secret = f"second factor {settings.SECRET_KEY}".encode()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret).digest()))


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Whoever copies the database alone gets no working authenticator or recovery code from it."""

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code at sign-in."""

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except ValidationError:
            note_failure(self.user)
            raise


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The code asked again, before something that matters."""

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except ValidationError:
            note_failure(self.user)
            raise
