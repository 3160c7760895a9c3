"""Sealed envelopes on their way in, mailboxes on their way out, and the one format of a telling.

Nothing in this schema can be read without a key that is not in the database.
"""
