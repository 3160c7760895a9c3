"""What everything stands on: the rooms every domain room may use."""
