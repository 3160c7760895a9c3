"""Settings, one module a process: what each may see stands in its own file."""
