"""What the public reads, at the desk: a communications officer writes and a second person approves. No case is near."""
