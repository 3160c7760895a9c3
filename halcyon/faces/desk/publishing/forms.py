"""What somebody writes for the public, and the words and times of each step."""

from collections.abc import Iterable

from django import forms

from halcyon.domain.publishing.checks import Text
from halcyon.domain.publishing.models import Audience, Kind, Piece, Revision
from halcyon.faces.desk.acts.fields import Day, Key, Long, Moment, OneFile, OneOfMany, Short
from halcyon.kernel import clocks

MARKDOWN = (
    "A line between paragraphs. ## before a heading, - before each point of a list, **two stars** around what is strong, "
    "[words](/promise) for a link. No telephone number: it comes from the contact point."
)


class Write(forms.Form):
    """One text. ``follows`` is the text it was written upon."""

    key = Key()
    follows = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = Short("Title", missing="Write a title.", most=200)
    summary = Long("In one or two sentences", rows=2, most=600, hint="Shown under the title.")
    body = Long("Text", rows=18, most=40_000, missing="Write the text.", hint=MARKDOWN)
    next_review = Day("Look at it again by", missing="Choose the day by which somebody looks at it again.")
    agreement = Short(
        "For a story: where the agreement of whoever tells it is kept", most=400,
        hint="Never their name. Write “Invented” where it is.",
    )  # fmt: skip
    day = Day("For an event: on which day is it?")

    def text(self) -> Text:
        """What was written."""
        said = self.cleaned_data
        return Text(said["title"], said["body"], said["next_review"], said["summary"], said["agreement"], said["day"])


class Begin(Write):
    """A new piece, in English first."""

    kind = OneOfMany("What is it?", Kind.choices, missing="Choose what it is.")
    slug = Short(
        "Address", missing="Write an address.", most=80,
        hint="Small letters and numbers with - between them, for example awareness-day-2027. It cannot be changed later.",
    )  # fmt: skip
    audience = OneOfMany(
        "For whom?", Audience.choices, missing="Choose for whom.", hint="It says how plain the words must be."
    )
    campaign = OneOfMany("For an event or a document: which campaign does it belong to?", [("", "None")])
    field_order = ("kind", "slug", "audience", "campaign")

    def offer(self, campaigns: Iterable[Piece]) -> None:
        """Which campaigns there are."""
        self.fields["campaign"].choices = [("", "None"), *((str(one.pk), one.slug) for one in campaigns)]  # type: ignore[attr-defined]


class Picture(forms.Form):
    """A picture and what it shows."""

    key = Key()
    file = OneFile(
        "Picture", missing="Choose a picture: JPEG, PNG or WebP, of at most 6 MB.",
        kinds="image/jpeg,image/png,image/webp", hint="JPEG, PNG or WebP, at most 6 MB.",
    )  # fmt: skip
    shows = Short(
        "What does it show?", missing="Say in a few words what the picture shows, for whoever cannot see it.", most=300
    )


class File(forms.Form):
    """A file, and the words of the link that opens it."""

    key = Key()
    file = OneFile(
        "File", missing="Choose a PDF, JPEG, PNG or WebP, of at most 6 MB.",
        kinds="application/pdf,image/jpeg,image/png,image/webp",
        hint="A PDF of at most 80 pages, or a JPEG, PNG or WebP. At most 6 MB; as it is kept, a PDF has at most 2 MB.",
    )  # fmt: skip
    named = Short("What is it?", missing="Say in a few words what the file is: they are what people press.", most=120)


class Approve(forms.Form):
    """From when, and until when."""

    starts_at = Moment("From", hint="Leave it empty for now.")
    ends_at = Moment("Until", hint="Leave it empty for good.")


class Decline(forms.Form):
    """What is missing."""

    missing = Long("What is missing?", rows=3, most=2_000)


class Confirm(forms.Form):
    """Who confirms a translation."""

    reviewer = Short("Who has read it, and what are they?", most=200, hint="For example: Marta Nowak, interpreter.")


class Withdraw(forms.Form):
    """Why a piece is taken down."""

    why = Long("Why is it taken down?", rows=3, most=2_000)


def written(revision: Revision) -> dict[str, object]:
    """A revision as the form's first values."""
    return {
        "title": revision.title, "summary": revision.summary, "body": revision.body, "next_review": revision.next_review,
        "agreement": revision.agreement, "day": revision.day,
    }  # fmt: skip


def a_year_from_now() -> dict[str, object]:
    """The first values of a new text."""
    today = clocks.today()
    return {"next_review": today.replace(year=today.year + 1, day=min(today.day, 28))}
