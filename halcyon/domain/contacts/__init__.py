"""Tellings opened, read, decided, acted on and told back: the main job of the house."""
