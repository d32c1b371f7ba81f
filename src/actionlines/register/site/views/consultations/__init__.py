"""Consultations.

lists          /consultations/            …/new/  …/12/edit/  …/12/text/  …/12/publish/ …   (forms.py, texts.py)
reader         /consultations/12/         the text, with what was said in the margin
paragraph      /consultations/12/at/3(b)/ one paragraph with its comments and the form; …/whole/
comments       /comments/34/              one comment: endorse, answer, withdraw
correcting     /comments/34/edit/         its author corrects it
moderation     /consultations/12/moderation/
dispositions   /consultations/12/dispositions/  /comments/34/dispose/
versions       /consultations/12/versions/     where comments went
taken          …/12/statistics/  …/12/export/  feeds
"""

from __future__ import annotations

from django.urls import path

from actionlines.register.site.views.consultations import (
    comments,
    dispositions,
    exports,
    forms,
    lists,
    moderation,
    paragraph,
    reader,
    texts,
    versions,
)

_ONE = "consultations/<int:part>/"

urlpatterns = [
    path("consultations/", lists.consultations, name="consultations"),
    path("consultations/feed.atom", lists.consultations_feed, name="consultations-feed"),
    path("consultations/new/", forms.new, name="consultation-new"),
    path("consultations/stop/<str:key>/", lists.mute, name="consultations-mute"),
    path(_ONE, reader.consultation, name="consultation"),
    path(f"{_ONE}feed.atom", lists.comments_feed, name="consultation-feed"),
    path(f"{_ONE}whole/", paragraph.whole, name="consultation-whole"),
    path(f"{_ONE}at/<path:anchor>/", paragraph.paragraph, name="consultation-paragraph"),
    path(f"{_ONE}comment/", paragraph.say, name="consultation-comment"),
    path(f"{_ONE}edit/", forms.edit, name="consultation-edit"),
    path(f"{_ONE}publish/", forms.publish, name="consultation-publish"),
    path(f"{_ONE}withdraw/", forms.withdraw, name="consultation-withdraw"),
    path(f"{_ONE}results/", forms.results, name="consultation-results"),
    path(f"{_ONE}text/", texts.add, name="consultation-text"),
    path(f"{_ONE}versions/", versions.versions, name="consultation-versions"),
    path(f"{_ONE}map/", versions.map_, name="consultation-map"),
    path(f"{_ONE}moderation/", moderation.queue, name="consultation-moderation"),
    path(f"{_ONE}moderate/", moderation.moderate, name="consultation-moderate"),
    path(f"{_ONE}dispositions/", dispositions.table, name="consultation-dispositions"),
    path(f"{_ONE}dispose/", dispositions.many, name="consultation-dispose"),
    path(f"{_ONE}statistics/", exports.statistics_, name="consultation-statistics"),
    path(f"{_ONE}export/", exports.export, name="consultation-export"),
    path("comments/<int:part>/", comments.comment, name="comment"),
    path("comments/<int:part>/endorse/", comments.endorse, name="comment-endorse"),
    path("comments/<int:part>/reply/", comments.reply, name="comment-reply"),
    path("comments/<int:part>/edit/", comments.edit, name="comment-edit"),
    path("comments/<int:part>/edit/<str:key>/", comments.edit, name="comment-edit-key"),
    path("comments/<int:part>/withdraw/", comments.withdraw, name="comment-withdraw"),
    path("comments/<int:part>/withdraw/<str:key>/", comments.withdraw, name="comment-withdraw-key"),
    path("comments/<int:part>/dispose/", dispositions.one_comment, name="comment-dispose"),
]
