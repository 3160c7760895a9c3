"""What the acts of every room at the desk share: fields, the language check, and how a form says what is missing."""
