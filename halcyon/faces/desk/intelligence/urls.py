"""Addresses of intelligence: what I sent, what waits, one report, one item."""

from django.urls import path

from halcyon.faces.desk.intelligence.views import apart, items, reading, sending

app_name = "intelligence"
urlpatterns = [
    path("", reading.items, name="items"),
    path("waiting/", reading.waiting, name="waiting"),
    path("new/", sending.new, name="new"),
    path("from/<uuid:statement>/", sending.from_statement, name="from_statement"),
    path("sent/", sending.sent, name="sent"),
    path("sent/<reference>/", sending.one, name="sent_one"),
    path("sent/<reference>/name/", sending.name, name="name"),
    path("reports/<reference>/", reading.report, name="report"),
    path("reports/<reference>/outcome/", items.outcome, name="outcome"),
    path("reports/<reference>/apart/", apart.apart, name="apart"),
    path("items/<reference>/", reading.item, name="item"),
    path("items/<reference>/grade/", items.grade, name="grade"),
    path("items/<reference>/sanitise/", items.sanitise, name="sanitise"),
    path("items/<reference>/give/", items.give, name="give"),
]
