"""How plain a text is: a count, used before something is published and in the tests. Pure; it knows no page and no rule."""

from halcyon.kernel.language.reading_age import reading_age, syllables

__all__ = ["reading_age", "syllables"]
