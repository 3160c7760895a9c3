"""What `run.py` does on one machine: installing and serving, with the standard library alone."""

import sys

if sys.version_info[:2] != (3, 11):
    raise SystemExit(f"Halcyon needs Python 3.11, and this is {sys.version.split()[0]}: try `python3.11 run.py`.")
