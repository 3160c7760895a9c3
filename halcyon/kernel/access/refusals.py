"""The ways in which access says no, each a sentence that a duty worker can act on."""

from collections.abc import Iterable
from uuid import UUID

from halcyon.kernel.access.permissions import Permission


class Refused(Exception):
    """The actor may not do this. Journalled in a transaction of its own before the answer is sent."""

    def __init__(self, permission: Permission | None = None, sentence: str = "") -> None:
        self.permission = permission
        self.of = permission.name.lower() if permission else "act"
        super().__init__(sentence or f"Your role does not let you {permission}. Ask your manager if you need to.")


class NotVisible(Exception):
    """No such record for this actor: the same whether it is hidden or was never there.

    ``wanted`` is what they asked for, references and keys: a record locked *ask* then says whom to ask, a silent one tells
    its owner.
    """

    def __init__(self, *wanted: str) -> None:
        self.wanted = wanted
        super().__init__("There is nothing here that you can open. If you were sent this reference, ask who sent it.")

    def look_for(self, keys: Iterable[UUID]) -> None:
        """The address carried these keys too."""
        self.wanted = (*self.wanted, *map(str, keys))


class Conflict(Exception):
    """Someone else changed the record since it was read; both texts are shown, nothing is overwritten."""

    def __init__(self) -> None:
        super().__init__(
            "Someone else changed this while you were writing. Your text is kept below: compare, then save."
        )


class StreamedRead(Exception):
    """A view answered lazily, outside its transaction: a fault of the programme, never of the member."""
