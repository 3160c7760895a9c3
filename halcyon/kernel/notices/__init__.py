"""Tells someone that something waits for them, never what. Alone in the house it talks to a mail server."""
