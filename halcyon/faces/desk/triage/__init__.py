"""What waits, worst first, and whether every contact is accounted for. It only shows."""
