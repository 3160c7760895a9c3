"""The views of intelligence: sending, reading, and the officers' acts."""
