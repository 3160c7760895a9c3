"""Journeys: people in front of a real browser, real processes behind it, a real mail server beside them."""
