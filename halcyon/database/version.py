"""Which version of the database this code describes."""

import hashlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODE = HERE.parent


def digest() -> str:
    """One fingerprint of every migration and behaviour file: what a process checks when it starts."""
    found = sorted([*CODE.rglob("migrations/*.py"), *CODE.rglob("*.sql"), CODE / "kernel/access/rules.py"])
    whole = hashlib.sha256()
    for file in found:
        whole.update(str(file.relative_to(CODE)).encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()
