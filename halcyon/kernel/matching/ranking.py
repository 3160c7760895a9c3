"""How candidates are chosen among all that share a key: the limits, and the statement that ranks them (`ranking.sql`).

One way for everybody: the save in the product, evaluating and measuring call the same function of the database.
"""

from functools import cache
from importlib.resources import files
from typing import Final

CAP: Final = 200  # a key that more share says too little: alone it finds nobody, unless it is exact
CANDIDATES: Final = 60  # are weighed for one save, and whoever shares an exact key


@cache
def ranking(schema: str) -> str:
    """The statement that makes the function ``best``, in another schema than the product's."""
    text = files("halcyon.kernel.matching").joinpath("ranking.sql").read_text(encoding="utf-8")
    return text[text.index("create or replace") :].replace("matching.best", f"{schema}.best")
