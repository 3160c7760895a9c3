"""``python -m halcyon.demo``: plays the demo once, with the desk's login, and says what is there now."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halcyon.settings.desk")

import django


def main() -> int:
    """Loads the demo; returns the exit code. A failure is one sentence on standard error, and nothing is half loaded."""
    django.setup()
    from halcyon.demo.loading import load

    try:
        loaded = load()
    except ValueError as failure:
        print(failure, file=sys.stderr)
        return 1
    if loaded is None:
        print("Something was told here before, so nothing was added.")
        return 0
    print(f"Six words to come back with, as Maya: {loaded.words}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
