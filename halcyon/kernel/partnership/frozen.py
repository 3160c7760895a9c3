"""What every value of a pack is made of: unchangeable models, keys, and the one fault. Pure."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class PackFault(Exception):
    """A pack that cannot be read or may not be shown. The text is one sentence for whoever edits the pack."""


class Frozen(BaseModel):
    """Unchangeable, and deaf to fields it does not know: a slip in a field's name is a fault, not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")
