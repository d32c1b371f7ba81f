"""Addresses of consultations."""

from django.urls import path

from actionlines.register.consultations import comment_views, disposition_views, organiser_views, work
from actionlines.register.consultations import views as lists
from actionlines.register.consultations import views as paragraph
from actionlines.register.consultations import views as reader

_ONE = "consultations/<int:part>/"

urlpatterns = [
    path("consultations/", lists.consultations, name="consultations"),
    path("consultations/feed.atom", lists.consultations_feed, name="consultations-feed"),
    path("work/comments/", work.comments, name="work-comments"),
    path("consultations/new/", organiser_views.new, name="consultation-new"),
    path("consultations/stop/<str:key>/", lists.mute, name="consultations-mute"),
    path(_ONE, reader.consultation, name="consultation"),
    path(f"{_ONE}feed.atom", lists.comments_feed, name="consultation-feed"),
    path(f"{_ONE}whole/", paragraph.whole, name="consultation-whole"),
    path(f"{_ONE}at/<path:anchor>/", paragraph.paragraph, name="consultation-paragraph"),
    path(f"{_ONE}comment/", paragraph.say, name="consultation-comment"),
    path(f"{_ONE}edit/", organiser_views.edit, name="consultation-edit"),
    path(f"{_ONE}publish/", organiser_views.publish, name="consultation-publish"),
    path(f"{_ONE}withdraw/", organiser_views.withdraw, name="consultation-withdraw"),
    path(f"{_ONE}results/", organiser_views.results, name="consultation-results"),
    path(f"{_ONE}text/", organiser_views.add, name="consultation-text"),
    path(f"{_ONE}versions/", disposition_views.versions, name="consultation-versions"),
    path(f"{_ONE}map/", disposition_views.map_, name="consultation-map"),
    path(f"{_ONE}moderation/", comment_views.queue, name="consultation-moderation"),
    path(f"{_ONE}moderate/", comment_views.moderate, name="consultation-moderate"),
    path(f"{_ONE}dispositions/", disposition_views.table, name="consultation-dispositions"),
    path(f"{_ONE}dispose/", disposition_views.many, name="consultation-dispose"),
    path(f"{_ONE}statistics/", disposition_views.statistics_, name="consultation-statistics"),
    path(f"{_ONE}export/", disposition_views.export, name="consultation-export"),
    path("comments/<int:part>/", comment_views.comment, name="comment"),
    path("comments/<int:part>/endorse/", comment_views.endorse, name="comment-endorse"),
    path("comments/<int:part>/reply/", comment_views.reply, name="comment-reply"),
    path("comments/<int:part>/edit/", comment_views.edit, name="comment-edit"),
    path("comments/<int:part>/edit/<str:key>/", comment_views.edit, name="comment-edit-key"),
    path("comments/<int:part>/withdraw/", comment_views.withdraw, name="comment-withdraw"),
    path("comments/<int:part>/withdraw/<str:key>/", comment_views.withdraw, name="comment-withdraw-key"),
    path("comments/<int:part>/dispose/", disposition_views.one_comment, name="comment-dispose"),
]
