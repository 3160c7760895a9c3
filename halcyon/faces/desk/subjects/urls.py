"""Addresses of subjects: matches, one subject, the network, and the lists."""

from django.urls import path

from halcyon.faces.desk.subjects.views import concern, lists, matches, network, spotting, subject, weights

app_name = "subjects"
urlpatterns = [
    path("", lists.front, name="front"),
    path("matches/<reference>/", matches.matches, name="matches"),
    path("matches/<reference>/<uuid:match>/", matches.judge, name="judge"),
    path("judgements/<uuid:judgement>/", matches.take_back, name="take_back"),
    path("around/<reference>/", network.around, name="around"),
    path("spotted/", spotting.spotted, name="spotted"),
    path("unnamed/<reference>/", spotting.unnamed, name="unnamed"),
    path("watches/<reference>/", lists.watch, name="watch_of"),
    path("reviews/<reference>/", lists.review, name="review"),
    path("concern/<reference>/", concern.change, name="change"),
    path("concern/<reference>/hand-over/", concern.hand_over, name="hand_over"),
    path("concern/<reference>/end/", concern.propose_end, name="propose_end"),
    path("concern/<reference>/end/answer/", concern.answer_end, name="answer_end"),
    path("weights/", weights.weights, name="weights"),
    path("weights/shipped/", weights.shipped, name="weights_shipped"),
    path("weights/<uuid:learned>/", weights.learned_ones, name="weights_of"),
    path("links/<uuid:link>/", subject.say_of_link, name="link_stands"),
    path("<uuid:mention>/", subject.subject, name="subject"),
    path("<uuid:mention>/network/", network.network, name="network"),
    path("<uuid:mention>/way/", network.way, name="way"),
    path("<uuid:mention>/watch/", subject.watch, name="watch"),
    path("<uuid:mention>/doubt/", subject.doubt, name="doubt"),
    path("<uuid:mention>/link/", subject.link, name="link"),
    path("<uuid:mention>/concern/", concern.open_it, name="concern"),
]
