"""One box over everything a member may see; for auditors, who searched."""
