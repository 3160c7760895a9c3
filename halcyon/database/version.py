"""Which version of the database this code describes."""

import hashlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODE = HERE.parent


def digest() -> str:
    """One fingerprint of every migration and behaviour file: what a process checks when it starts."""
    lists = [CODE / "kernel/access/rules.py", CODE / "kernel/journal/events.py"]  # filled into tables by apply
    found = sorted([*CODE.rglob("migrations/*.py"), *CODE.rglob("*.sql"), *lists])
    whole = hashlib.sha256()
    for file in found:
        whole.update(str(file.relative_to(CODE)).encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()
