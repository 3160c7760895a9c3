"""Which weights a command line uses: those of a file, those in force in this machine's database, or those that came with Halcyon.

It always says which. Where there is a database that does not answer, it says that too.
"""

import sys
from pathlib import Path

import psycopg

from halcyon.kernel.matching import Model
from halcyon.settings.base import STATE

IN_FORCE = """
    select learned.id, learned.model
      from subjects_switch switch left join subjects_learned learned on learned.id = switch.learned_id
     order by switch.at desc limit 1
"""


def chosen(file: Path | None) -> Model:
    """The model of ``file``; without one, what is in force. Raises ValueError where a file is not there or cannot be read."""
    if file is not None:
        if not file.is_file():
            raise ValueError(f"{file} is not there.")
        return Model.load(file)
    login = STATE / "secrets" / "worker.database"
    if not login.is_file():
        return Model.load()
    try:
        with psycopg.connect(login.read_text().strip(), connect_timeout=5) as connection:
            row = connection.execute(IN_FORCE).fetchone()
    except psycopg.Error as failure:
        _say(
            f"Which weights are in force could not be read ({type(failure).__name__}): those that came with this version are used."
        )
        return Model.load()
    if row is None or row[0] is None:
        return Model.load()
    _say(f"Weighed by the weights in force, learned {str(row[0])[:8]}.")
    return Model.from_json(row[1])


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
