"""What is owed, to whom, by when; escalation; the ledger. Nothing here knows what was told.

Import from the modules: `rules` (pure), `models`, `commands`, `escalation`, `queries`.
"""
