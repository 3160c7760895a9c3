"""Signing in outside the practice county: a password is never enough, an app's code or a passkey is asked for."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.journeys.cast import Cast
from tests.journeys.house import House, halcyon

TESS = "tess.orbeck@example.org"


def test_a_password_needs_a_second_factor_and_a_passkey_is_both(in_oxfordshire: House, cast: Cast) -> None:
    county = in_oxfordshire
    said = halcyon(
        county.database, "oxfordshire", "members", "add", "--name", "Tess Orbeck", "--email", TESS, "--post",
        "Duty social worker", "--agency", "council", "--team", "kingfisher", "--roles", "social_worker",
    )  # fmt: skip
    password = said.splitlines()[0].rpartition(": ")[2]

    tess = cast.newcomer(county)
    tess.page.goto(county.address("desk") + "/sign-in-as")
    tess.sees_heading("Nothing here")
    tess.signs_in(TESS, "a wrong password")
    tess.sees("not correct")
    tess.looks("sign in, wrong password")
    tess.signs_in(TESS, password)
    tess.sees("Nothing at the desk opens until you have one of these two.")
    tess.looks("second factor")
    tess.page.goto(county.address("desk") + "/leaders/")
    tess.sees_heading("Your second factor")

    tess.follows("Use an authenticator app")
    tess.sees_heading("Show that it is you")
    tess.looks("the password again")
    tess.answers("Password", password)
    tess.presses("Confirm")
    tess.sees_heading("Authenticator")
    tess.looks("authenticator app")
    secret = tess.page.get_by_label(re.compile("secret|key", re.I)).first.input_value()
    step = int(time.time()) // 30
    tess.page.get_by_label(re.compile("code", re.I)).fill(code(secret, step - 1))
    tess.page.keyboard.press("Enter")
    tess.sees_heading("Recovery Codes")
    tess.looks("recovery codes")
    tess.page.get_by_label("I have saved my recovery codes").check(force=True)
    tess.follows("To the desk")
    tess.looks("the code again")
    tess.page.get_by_label(re.compile("code", re.I)).fill(code(secret, max(step, int(time.time()) // 30)))
    tess.page.keyboard.press("Enter")
    tess.sees_heading("What waits")
    tess.sees("Tess Orbeck")

    tess.has_a_passkey_on_this_device()
    tess.page.goto(county.address("desk") + "/sign-in/second/keys/add")
    tess.sees_heading("Add a passkey")
    tess.looks("add a passkey")
    tess.answers("What shall we call it?", "My telephone")
    tess.page.get_by_label("Let me sign in with it alone, without my password").check(force=True)
    tess.presses("Add it now")
    tess.sees("Security key added.")
    tess.follows("See and change them")
    tess.sees("My telephone")
    tess.looks("passkeys")
    tess.presses("Sign out")

    tess.arrives()
    tess.presses("Sign in with a passkey")
    tess.sees_heading("What waits")
    lines = county.ask("select kind, event from journal.line where kind = 'sign-in' order by id")
    assert lines == [
        ("sign-in", "access.sign-in-failed"), ("sign-in", "access.signed-in"), ("sign-in", "access.signed-in"),
    ]  # fmt: skip


def code(secret: str, step: int) -> str:
    """What the app shows in one of its half minutes."""
    return str(format_hotp_value(hotp_value(secret, step)))
