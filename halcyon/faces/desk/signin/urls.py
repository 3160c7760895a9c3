"""The routes of signing in: the whole list of what the desk answers without a member (tests/guards/test_routes.py).

Only these of the library's pages exist: no sign-up, no reset by mail, no change of address.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from halcyon.faces.desk.signin import views

OPEN = [
    path("healthz", views.healthz, name="healthz"),
    path("sign-in", views.begin, name="sign_in"),
    path("sign-in-as", views.sign_in_as, name="sign_in_as"),
    path("sign-in/account", account.login, name="account_login"),
    path("sign-in/closed", account.account_inactive, name="account_inactive"),
    path("sign-in/passkey", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/code", mfa.authenticate, name="mfa_authenticate"),
    path("sign-out", account.logout, name="account_logout"),
]

# Open to whoever has signed in, before their second factor is used: this is where they set it up. Each of them asks
# the library who is signed in, and shows and changes that account alone.
OWN_ACCOUNT = [
    path("sign-in/again", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/password", views.change_password, name="account_change_password"),
    path("sign-in/second", mfa.index, name="mfa_index"),
    path("sign-in/second/app/on", totp.activate_totp, name="mfa_activate_totp"),
    path("sign-in/second/app/off", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("sign-in/second/codes", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-in/second/codes/new", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sign-in/second/codes/file", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("sign-in/second/keys", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("sign-in/second/keys/add", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("sign-in/second/keys/<int:pk>/remove", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("sign-in/second/keys/<int:pk>/edit", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]

urlpatterns = [*OPEN, *OWN_ACCOUNT]
