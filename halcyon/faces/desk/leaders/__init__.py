"""The leaders' page: was the promise kept, in numbers. It never shows a child, a name or a word told."""
