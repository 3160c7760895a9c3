"""What was raised to the top, and the strategic lead's answer, which whoever raised it reads."""
