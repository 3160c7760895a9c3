"""The forms of a contact's acts, one file an act. They turn what was posted into what a command takes; they decide nothing."""
