"""HTTP, a tick or a command line in; words out. No rules live here, and no face knows another."""
