"""The first page of those whose role opens no contacts: what they can do here, and whom to ask for more."""
