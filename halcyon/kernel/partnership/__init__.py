"""Agencies, teams, members, rota and policy of one partnership, as its pack in partnerships/<name>/ describes it."""
