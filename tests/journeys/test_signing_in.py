"""Signing in outside the practice county: a password is never enough, an app's code or a passkey is asked for."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.journeys.cast import Cast
from tests.journeys.house import House, halcyon

TESS, WREN = "tess.orbeck@example.org", "wren.addle@example.org"


def test_a_password_needs_a_second_factor_and_a_passkey_is_both(in_oxfordshire: House, cast: Cast) -> None:
    county = in_oxfordshire
    password = joins(county, "Tess Orbeck", TESS)

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


def test_a_first_password_leads_to_a_passkey_and_the_passkey_alone_signs_in(in_oxfordshire: House, cast: Cast) -> None:
    password = joins(in_oxfordshire, "Wren Addle", WREN)
    wren = cast.newcomer(in_oxfordshire)
    wren.has_a_passkey_on_this_device()
    wren.signs_in(WREN, password)
    wren.sees_heading("Your second factor")
    wren.page.goto(in_oxfordshire.address("desk") + "/")
    wren.sees_heading("Your second factor")
    wren.follows("Add a passkey")
    wren.answers("Password", password)
    wren.presses("Confirm")
    wren.sees_heading("Add a passkey")
    wren.looks("a passkey first")
    wren.page.get_by_label("Let me sign in with it alone, without my password").check(force=True)
    wren.presses("Add it now")
    wren.sees_heading("Recovery Codes")
    wren.follows("To the desk")
    wren.presses("Use a security key")
    wren.sees_heading("What waits")
    wren.presses("Sign out")
    wren.presses("Sign in with a passkey")
    wren.sees_heading("What waits")
    wren.looks("triage, nothing waits")


def joins(county: House, name: str, email: str) -> str:
    """Someone is added on the command line; gives the first password that it shows."""
    said = halcyon(
        county.database, "oxfordshire", "members", "add", "--name", name, "--email", email, "--post",
        "Duty social worker", "--agency", "council", "--team", "kingfisher", "--roles", "social_worker",
    )  # fmt: skip
    return said.splitlines()[0].rpartition(": ")[2]


def code(secret: str, step: int) -> str:
    """What the app shows in one of its half minutes."""
    return str(format_hotp_value(hotp_value(secret, step)))
