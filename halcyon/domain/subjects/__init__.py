"""Who and what records name, what may be the same, and how it all hangs together. Nothing here merges anything by itself."""
