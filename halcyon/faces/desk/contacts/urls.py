"""Addresses of the contact page and its acts. A reference is random and says nothing; identifiers are of parts of it."""

from django.urls import path

from halcyon.faces.desk.contacts.views import acting, children, deciding, owning, page, words

app_name = "contacts"
urlpatterns = [
    path("<reference>/", page.contact, name="contact"),
    path("<reference>/source/", page.source, name="source"),
    path("<reference>/acknowledge/", words.acknowledge, name="acknowledge"),
    path("<reference>/write/", words.write, name="write"),
    path("<reference>/tell-back/", words.tell_teller, name="tell_teller"),
    path("<reference>/tell-back/<uuid:child>/", words.tell_child, name="tell_child"),
    path("<reference>/owed/<uuid:owed>/answer/", words.answer_wish, name="answer_wish"),
    path("<reference>/children/", children.children, name="children"),
    path("<reference>/children/teller/", children.teller, name="teller_is_a_child"),
    path("<reference>/children/<uuid:child>/", children.child, name="child"),
    path("<reference>/decide/", deciding.decide, name="decide"),
    path("<reference>/decide/<uuid:child>/", deciding.decide, name="decide_child"),
    path("<reference>/decisions/<uuid:decision>/", deciding.decision, name="decision"),
    path("<reference>/decisions/<uuid:decision>/second/", deciding.second, name="second"),
    path("<reference>/decisions/<uuid:decision>/answer/<slug:question>/", deciding.answer, name="answer"),
    path("<reference>/actions/new/", acting.add_action, name="add_action"),
    path("<reference>/actions/<uuid:action>/", acting.finish, name="finish"),
    path("<reference>/owed/<uuid:owed>/hand-over/", owning.hand_over, name="hand_over"),
    path("<reference>/owed/<uuid:owed>/not-possible/", owning.not_possible, name="not_possible"),
    path("<reference>/owed/<uuid:owed>/waive/", owning.waive, name="waive"),
    path("<reference>/waivers/<uuid:asked>/", owning.agree_waiver, name="agree_waiver"),
    path("<reference>/bigger/", owning.bigger, name="bigger"),
    path("<reference>/restrict/", owning.restrict, name="restrict"),
    path("<reference>/end/", owning.end, name="end"),
]
