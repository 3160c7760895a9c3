"""An invented population in the format of population files: as hard as agencies' lists are, its truth in a file of its own."""
