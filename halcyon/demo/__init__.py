"""Plays invented people through the commands, in the past, so that a practice site begins with something to look at.

It runs above every face and is loaded by nothing: no process that serves anyone imports it.
"""
