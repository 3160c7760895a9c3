"""Addresses of the child index. A reference is random and says nothing; what is searched for never stands in an address."""

from django.urls import path

from halcyon.faces.desk.children.views import facts, finding, joining, looking, page, story

app_name = "children"
urlpatterns = [
    path("", finding.index, name="index"),
    path("new/", finding.new, name="new"),
    path("<reference>/", page.child, name="child"),
    path("<reference>/look/", looking.look, name="look"),
    path("<reference>/story/", story.story, name="story"),
    path("<reference>/story/new/", story.event, name="event"),
    path("<reference>/said/", story.said, name="said"),
    path("<reference>/said/<uuid:statement>/names/", story.names_someone, name="names"),
    path("<reference>/same/", joining.same, name="same"),
    path("<reference>/same/<slug:other>/", joining.join, name="join"),
    path("<reference>/apart/<uuid:asked>/", joining.part, name="part"),
    path("<reference>/facts/<slug:kind>/", facts.record, name="fact"),
    path("<reference>/facts/<uuid:fact>/wrong/", facts.wrong, name="wrong"),
]
