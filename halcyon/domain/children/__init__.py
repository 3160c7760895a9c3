"""The small index of children, and statements: words, and who said them."""
