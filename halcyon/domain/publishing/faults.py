"""The ways in which publishing says no, each a sentence for whoever writes or approves."""


class NotReady(ValueError):
    """The text has faults. ``faults`` has a sentence for each."""

    field = "text"

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


class NeedsSecondPerson(ValueError):
    """Whoever wrote a text does not approve it."""

    def __init__(self) -> None:
        super().__init__("You wrote this text. Somebody else with the same right reads it and approves it.")


class NotNow(ValueError):
    """The step does not fit where the text stands."""


class WordsMissing(ValueError):
    """A step that needs a reason has none."""


class WrongCampaign(ValueError):
    """A piece belongs to no campaign and must, or to one and cannot."""

    field = "campaign"


class Taken(ValueError):
    """The address belongs to another piece."""

    field = "slug"

    def __init__(self, slug: str) -> None:
        super().__init__(f"Another piece has the address {slug} already. Choose another one.")
