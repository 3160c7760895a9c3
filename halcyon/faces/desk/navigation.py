"""What stands around every page of the desk: who is here, where they may go, and whether this is practice."""

from dataclasses import replace

from django.http import HttpRequest

from halcyon.faces.desk.signin.standing import Standing
from halcyon.kernel.access.actors import Actor
from halcyon.kernel.access.permissions import Permission
from halcyon.kernel.look.parts import Link
from halcyon.kernel.partnership.queries import pack

PLACES = (
    (Permission.READ_TRIAGE, "What waits", "/"),
    (Permission.SEARCH, "Search", "/search/"),
    (Permission.RECEIVE, "Take down a call or visit", "/tellings/"),
    (Permission.FIND_CHILD, "Children", "/children/"),
    (Permission.SUBMIT_INTELLIGENCE, "Seen or heard something?", "/intelligence/new/"),
    (Permission.SUBMIT_INTELLIGENCE, "What I sent", "/intelligence/sent/"),
    (Permission.READ_INTELLIGENCE, "Intelligence", "/intelligence/"),
    (Permission.GRADE_INTELLIGENCE, "To be graded", "/intelligence/waiting/"),
    (Permission.READ_SUBJECT, "Who and what is named", "/subjects/"),
    (Permission.READ_LISTS, "Lists from agencies", "/lists/"),
    (Permission.SWITCH_WEIGHTS, "How matches are weighed", "/subjects/weights/"),
    (Permission.PUBLISH, "What the public reads", "/publishing/"),
    (Permission.READ_ALERTS, "Raised to the top", "/alerts/"),
    (Permission.ASK, "Asked and shared", "/asks/"),
    (Permission.OPEN_SEARCH, "Who searched", "/search/kept/"),
    (Permission.READ_MEASURES, "Was the promise kept?", "/leaders/"),
)


def around(request: HttpRequest) -> dict[str, object]:
    """Asks the database nothing: error pages stand in the same frame."""
    held = getattr(request, "standing", None) or Standing()
    return {
        "practice": pack().demo,
        "home_url": "/",
        "who": held.who,
        "nav": links(held.member, request.path) if held.member else [],
    }


def links(member: Actor, path: str = "") -> list[Link]:
    """The places a member may go to; the first that begins this path is where they are."""
    found = [Link(text=text, href=href) for permission, text, href in PLACES if member.may(permission)]
    here = max((link.href for link in found if _within(path, link.href)), key=len, default="")
    return [replace(link, current=link.href == here) for link in found]


def _within(path: str, href: str) -> bool:
    return path == href if href == "/" else path.startswith(href)
