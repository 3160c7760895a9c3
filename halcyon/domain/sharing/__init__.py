"""Asking for what is closed, and answering who asked or looked: each has a clock, and *no* is a record too."""
