"""The pages that stand when the noticeboard was never read: short, and true of every partnership. In every language we speak.

Help must be findable in the first minute of a process whose database is away.
"""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.translation import gettext as _

from halcyon.faces.door.notices import Page


def built_in(slug: str, language: str) -> Page | None:
    """The page under a name, in the language that is spoken now; None where none is built in."""
    says = _PAGES.get(slug)
    if says is None:
        return None
    title, *sentences = says()
    said = "".join(format_html("<p>{}</p>", sentence) for sentence in sentences)
    return Page(slug, title, said + _numbers(), language=language)


def _numbers() -> str:
    """The two numbers, without a word of a partnership's."""
    return format_html(
        '<h2>{}</h2><p>{} <a dir="ltr" href="tel:999">999</a>. {}</p>'
        '<h2>{}</h2><p>{} <a dir="ltr" href="tel:08001111">0800&nbsp;1111</a>. {}</p>',
        _("In danger now?"), _("Ring"),
        _("It is free. If you cannot speak, ring anyway. On a mobile, press 55 when the voice asks you to."),
        _("Want to talk to someone now?"), _("Childline, free:"),
        _("It is there day and night. You do not have to say your name."),
    )  # fmt: skip


def _front() -> tuple[str, ...]:
    return (
        _("You can tell us"),
        _("Is something not right? It may be about you, a friend or another child. You can tell us here."),
        _("You do not need to be sure. You do not have to give your name. You are not in trouble for telling us."),
    )


def _promise() -> tuple[str, ...]:
    return (
        _("Our promise to you"),
        _(
            "If you tell someone, we will listen to you, find out what is going on and do something about it. "
            "This is our promise to you."
        ),
        _(
            "You are not in trouble for telling us. It is not your fault. We cannot keep it a secret if you or another child "
            "could be badly hurt."
        ),
    )


def _who() -> tuple[str, ...]:
    return (
        _("Who can I tell?"),
        _(
            "Tell someone you trust. It can be someone in your family, a friend, a teacher, a school nurse, a doctor, a social "
            "worker or a police officer."
        ),
        _("If that person does not listen, it is not your fault. Please tell someone else."),
    )


def _privacy() -> tuple[str, ...]:
    return (
        _("Your privacy"),
        _(
            "You do not have to give your name. We do not keep the address of your phone or computer. We cannot find you unless "
            "you tell us where you are."
        ),
        _(
            "Your words are locked before we store them, and only the team can open them. If you or another child could be badly "
            "hurt, we have to act."
        ),
    )


def _exit() -> tuple[str, ...]:
    return (
        _("Leaving this site fast"),
        _(
            "The Exit button takes you to a weather page at once. It does not clear your history: the name of this site may "
            "still be in it. It does not take back words you have sent. Three quick presses of the Shift key do the same as the "
            "button."
        ),
    )


def _before_telling() -> tuple[str, ...]:
    return (
        _("Before you tell us"),
        _(
            "A real person on the team reads every word. You can skip any question, and you do not have to give your name."
        ),
        _(
            "If you or another child could be badly hurt, we have to do something; we try to talk to you first. We cannot find "
            "you unless you tell us where you are."
        ),
    )


def _help() -> tuple[str, ...]:
    return (
        _("We cannot take your message here just now"),
        _(
            "Something on our side is not working. It is our fault, not yours. Please do not wait for us. Tell someone you "
            "trust, and try again later."
        ),
    )


_PAGES: dict[str, Callable[[], tuple[str, ...]]] = {
    "front-page": _front, "promise": _promise, "who-can-i-tell": _who, "privacy": _privacy, "exit": _exit,
    "before-telling": _before_telling, "help-page": _help,
}  # fmt: skip
