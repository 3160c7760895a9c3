"""Someone who is not known at the desk yet."""

from tests.journeys.characters import Someone


class Newcomer(Someone):
    """Someone who comes to the desk with an account, outside the practice county."""

    def arrives(self) -> None:
        """Opens the desk and is asked who they are."""
        self.page.goto(self.house.address("desk") + "/")
        self.sees_heading("Sign in to the desk")
        self.looks("sign in")

    def signs_in(self, email: str, password: str) -> None:
        """With an e-mail address and a password: the first of two factors."""
        self.arrives()
        self.answers("E-mail address", email)
        self.answers("Password", password)
        self.presses("Sign in")

    def has_a_passkey_on_this_device(self) -> None:
        """A device that keeps passkeys and knows its owner's finger."""
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("WebAuthn.enable")
        about = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
        knows = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
        wire.send("WebAuthn.addVirtualAuthenticator", {"options": about | knows})
