"""Asking for a record that is closed, and answering who asked or looked."""
