"""The views of finding out, one file for each thing a member does."""
