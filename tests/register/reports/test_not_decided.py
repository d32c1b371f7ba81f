"""Reports count what a text decides, and set apart what it only proposes, recommends or restates."""

import pytest

from actionlines.papers.account.query import answer_question
from actionlines.papers.model import Table
from actionlines.papers.reports import build
from actionlines.papers.reports.request import ReportRequest
from actionlines.papers.roadmap.model import LineScope
from actionlines.register.mandates.models import Mandate
from actionlines.register.reports.account import gather
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db


def test_a_follow_up_table_sets_apart_what_the_text_does_not_decide():
    mandate("2", force="proposed")
    paper = build(gather(symbols=["A/RES/80/901"]), ReportRequest("follow-up", "en", "A/RES/80/901")).paper
    tables = {one.id: one for one in paper.blocks if isinstance(one, Table)}
    assert len(tables["t-besides"].rows) == 1
    assert len(tables["t-follow-up"].rows) == Mandate.objects.count() - 1
    assert "Draft proposal" in str(tables["t-besides"])
    assert "Draft proposal" not in str(tables["t-follow-up"])


def test_an_account_counts_what_is_decided_and_the_rest_by_its_force():
    mandate("2", force="recommended")
    account = gather()
    assert answer_question(account, "mandates").value == Mandate.objects.count() - 1
    assert answer_question(account, "mandates?force=recommended").value == 1


def test_a_road_map_holds_what_is_decided_for_its_lines():
    decided, other = mandate("2", "confirmed"), mandate("4", "confirmed", force="restated")
    lens = LineScope.of(gather(), ["C5"])
    assert [one.id for one in lens.accepted] == [decided.pk]
    assert [one.id for one in lens.account.besides] == [other.pk]
