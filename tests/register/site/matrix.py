"""Who may do what, written down by hand for each action, and the addresses that stand for it.

`python -m tests.register.site.matrix` writes permissions.csv from it: one line for each page or operation and
state of the record, one column for each kind of person. The test walks that file. Nothing here asks the code
under test.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).with_name("permissions.csv")
# The member owns the records; the stranger has an account and owns none. `out`: the scope is elsewhere.
PEOPLE = (
    "visitor", "member", "stranger", "reviewer", "reviewer-out", "focal", "focal-out", "secretariat",
    "administrator",
)  # fmt: skip

# action and state ("*": any other) -> one letter for each of PEOPLE:
#   y may   n may not (403)   s must sign in (302 to the page for it, 401 of the API)
EXPECTED = {
    #                            V M S R r F f B A
    ("site.read", "*"):         "y y y y y y y y y",
    ("account.use", "*"):       "s y y y y y y y y",
    ("instrument.view", "*"):   "y y y y y y y y y",
    ("mandate.view", "*"):      "y y y y y y y y y",
    ("mandate.view", "rejected"): "s n n n n n n y y",
    ("mandate.confirm", "*"):   "s n n y n n n y y",
    # Many at once: each is asked for by itself, and what is out of scope stays as it is.
    ("mandate.confirm", "many"): "s n n y y n n y y",
    ("mandate.correct", "*"):   "s n n y n n n y y",
    ("mandate.correct", "many"): "s n n y y n n y y",
    ("mandate.reject", "many"): "s n n y y n n y y",
    ("mandate.assign", "many"): "s n n y y n n y y",
    # The group names what is undone: one's own, in the last ten minutes.
    ("mandate.undo", "*"):      "s n n y y n n y y",
    ("desk.view", "*"):         "s n n y y y y y y",
    ("mandate.reject", "*"):    "s n n y n n n y y",
    ("mandate.assign", "*"):    "s n n y n n n y y",
    ("mandate.progress", "*"):  "s n n y n y n y y",
    # The rejected one asks Member States: a focal point of another country is asked too.
    ("mandate.progress", "rejected"): "s n n y n y y y y",
    ("mandate.remind", "*"):    "s n n n n y n y y",
    ("mandate.status", "*"):    "s n n y n n n y y",
    ("activity.view", "*"):     "y y y y y y y y y",
    ("activity.view", "draft"): "s y n y n y n y y",
    ("activity.view", "submitted"): "s y n y n y n y y",
    ("activity.create", "*"):   "s y y y y y y y y",
    ("activity.edit", "*"):     "s y n n n y n y y",
    ("activity.submit", "*"):   "s y n n n y n y y",
    ("activity.delete", "*"):   "s y n n n n n n n",
    ("activity.comment", "*"):  "s n n y n n n y y",
    ("activity.changes", "*"):  "s n n y n n n y y",
    ("activity.publish", "*"):  "s n n y n n n y y",
    ("activity.take", "*"):     "s n n y n n n y y",
    ("activity.withdraw", "*"): "s y n y n y n y y",
    ("activity.link", "*"):     "s y n y n y n y y",
    # A draft is decided on by those who write it; what was submitted, by those who review it.
    ("activity.decide", "*"):   "s y n n n y n y y",
    ("activity.decide", "submitted"): "s n n y n n n y y",
    ("activity.import", "*"):   "s y y y y y y y y",
    # Focal points publish the reports of their countries.
    ("review.inbox", "*"):      "s n n y y y y y y",
    ("organisation.view", "*"): "y y y y y y y y y",
    # One that nobody has published: its owner sees it, and who reviews organisations of its country.
    ("organisation.view", "org-new"): "s y n n n y n y y",
    ("trail.view", "org-new"):  "s y n n n y n y y",
    ("organisation.create", "*"): "s y y y y y y y y",
    ("organisation.publish", "*"): "s n n n n n n y y",
    ("organisation.edit", "*"): "s y n n n y n y y",
    ("roadmap.view", "*"):      "y y y y y y y y y",
    ("roadmap.view", "draft_map"): "s n n y n n n y y",
    ("roadmap.view", "submitted_map"): "s n n y n n n y y",
    ("roadmap.create", "*"):    "s n n y n n n y y",
    # One of another line: a facilitator of C2 may begin road maps, not this one.
    ("roadmap.begin", "*"):     "s n n y y n n y y",
    ("roadmap.edit", "*"):      "s n n y n n n y y",
    ("roadmap.submit", "*"):    "s n n y n n n y y",
    ("roadmap.changes", "*"):   "s n n y n n n y y",
    # The secretariat began it: another person publishes it.
    ("roadmap.publish", "*"):   "s n n y n n n n y",
    ("roadmap.withdraw", "*"):  "s n n y n n n y y",
    ("roadmap.milestone", "*"): "s n n y n n n y y",
    ("envelope.view", "*"):     "y y y y y y y y y",
    ("envelope.edit", "*"):     "s n n n n n n y y",
    ("allocation.edit", "*"):   "s n n n n n n y y",
    ("report.view", "*"):       "y y y y y y y y y",
    ("report.view", "report-draft"): "s y n n n y n y y",
    ("report.view", "report-submitted"): "s y n n n y n y y",
    ("report.create", "*"):     "s y y y y y y y y",
    # A biennial report is of no country.
    ("report.official", "*"):   "s n n n n n n y y",
    # The member owns it; it is of Kenya, which the reviewer of an action line does not cover.
    ("report.edit", "*"):       "s y n n n y n y y",
    ("report.submit", "*"):     "s y n n n y n y y",
    ("report.publish", "*"):    "s n n n n y n y y",
    ("report.withdraw", "*"):   "s y n n n y n y y",
    ("trail.view", "report-draft"): "s y n n n y n y y",
    ("import.list", "*"):       "s y y y y y y y y",
    ("import.view", "-"):       "s y y y y y y y y",
    ("import.view", "*"):       "s y n n n n n y y",
    ("trail.view", "*"):        "y y y y y y y y y",
    ("trail.view", "draft"):    "s y n y n y n y y",
    ("trail.view", "submitted"): "s y n y n y n y y",
    ("trail.view", "rejected"): "s n n y n y n y y",
    ("bulk.make", "*"):         "s n n n n n n y y",
    ("user.list", "*"):         "s n n n n n n n y",
    ("user.roles", "*"):        "s n n n n n n n y",
    ("user.invite", "*"):       "s n n n n n n n y",
    ("site.trail", "*"):        "s n n n n n n n y",
    ("site.state", "*"):        "s n n n n n n n y",
    ("site.settings", "*"):     "s n n n n n n n y",
    ("consultation.view", "*"): "y y y y y y y y y",
    ("consultation.view", "c-draft"): "s y n y n n n y y",
    ("consultation.open", "*"): "s n n y y y y y y",
    ("consultation.edit", "*"): "s y n y n n n y y",
    ("consultation.comment", "*"): "s y y y y y y y y",
    ("consultation.comment", "c-draft"): "s n n n n n n n n",
    ("consultation.comment", "c-free"): "y y y y y y y y y",
    ("consultation.endorse", "*"): "s y y y y y y y y",
    ("consultation.endorse", "held"): "s n n n n n n n n",
    ("consultation.moderate", "*"): "s y n y n n n y y",
    ("consultation.dispose", "*"): "s y n y n n n y y",
    ("consultation.export", "*"): "y y y y y y y y y",
    ("consultation.export", "c-draft"): "s y n y n n n y y",
    ("comment.view", "*"):      "y y y y y y y y y",
    ("comment.view", "held"):   "s y n y n n n y y",
    ("comment.edit", "*"):      "s y n n n n n n n",
    ("comment.edit", "keyed"):  "y y y y y y y y y",
    ("comment.withdraw", "*"):  "s y n n n n n n n",
    # Whoever has the key of a comment without an author.
    ("comment.withdraw", "keyed"): "y y y y y y y y y",
    ("trail.view", "c-draft"):  "s y n y n n n y y",
    ("trail.view", "held"):     "s y n y n n n y y",
    # What comes in is asked for by its kind.
    ("document.import", "*"):   "s n n y y n n y y",
    ("instrument.import", "*"): "s n n y y n n y y",
    ("indicators.import", "*"): "s n n n n n n y y",
    ("uninfo.import", "*"):     "s n n n n n n y y",
    ("cooperation.import", "*"): "s n n n n y n y y",
    # The token of somebody is nobody else's: there is none for the others.
    ("token.end", "*"):         "s y 4 4 4 4 4 4 4",
}  # fmt: skip

ACTIVITY = "draft submitted published withdrawn"
# Address of a page: method, name, action, then the states of the record, each with the status for those who may.
PAGES = """
GET  home                   site.read           -:200
POST set_language           site.read           -:302
GET  activities             site.read           -:200
GET  activity-duplicates    activity.create     -:200
GET  activity-organisations activity.create     -:200
GET  activity-new           activity.create     -:200
POST activity-new           activity.create     -:302
GET  activity               activity.view       draft:200 submitted:200 published:200 withdrawn:410
GET  activity-jsonld        activity.view       draft:404 published:200 withdrawn:410
GET  activity-iati          activity.view       draft:404 published:200 withdrawn:410
GET  activity-edit          activity.edit       draft:200 submitted:302 published:200 withdrawn:302
POST activity-edit          activity.edit       draft:302 submitted:409 published:302 withdrawn:409
POST activity-save          activity.edit       draft:200 submitted:409 published:200 withdrawn:409
GET  activity-links         activity.link       draft:200 submitted:200 published:200 withdrawn:200
POST activity-links         activity.decide     draft:302 submitted:302
POST activity-submit        activity.submit     draft:302 submitted:409 published:409 withdrawn:409
POST activity-recall        activity.submit     draft:409 submitted:302 published:409 withdrawn:409
POST activity-discard       activity.edit       draft:409 submitted:409 published:409 withdrawn:409
GET  activity-delete        activity.delete     draft:200
POST activity-delete        activity.delete     draft:302 submitted:409 published:409 withdrawn:409
GET  activity-withdraw      activity.withdraw   draft:200 submitted:200 published:200 withdrawn:200
POST activity-withdraw      activity.withdraw   draft:409 submitted:409 published:302 withdrawn:409
POST activity-take          activity.take       draft:409 submitted:302 published:409 withdrawn:409
POST activity-publish       activity.publish    draft:409 submitted:302 published:409 withdrawn:409
GET  activity-changes       activity.changes    draft:200 submitted:200 published:200 withdrawn:200
POST activity-changes       activity.changes    draft:409 submitted:302 published:409 withdrawn:409
POST activity-settle        activity.comment    draft:409 submitted:302 published:409 withdrawn:409
GET  lines                  site.read           -:200
GET  action_line            site.read           -:200
GET  goals                  site.read           -:200
GET  goal                   site.read           -:200
GET  targets                site.read           -:200
GET  target                 site.read           -:200
GET  commitments            site.read           -:200
GET  commitment             site.read           -:200
GET  bodies                 site.read           -:200
GET  explore                site.read           -:200
GET  who                    site.read           -:200
GET  who-mine               site.read           -:302
GET  who-suggest            site.read           -:200
GET  start                  account.use         -:302
GET  body                   site.read           -:200
GET  data                   site.read           -:200
GET  data-file              site.read           -:404
GET  data-catalogue         site.read           -:200
POST data-make              bulk.make           -:302
GET  figures                site.read           -:200
GET  figures-fields         site.read           -:200
GET  sdmx                   site.read           -:404
GET  feed-activities        site.read           -:200
GET  feed-mandates          site.read           -:200
GET  imports                import.list         -:200
GET  import-new             activity.import     -:200
GET  import-batch           import.view         -:404
GET  import-columns         activity.import     -:404
GET  import                 import.view         import:200
POST starter                instrument.import  -:302
POST import-again           import.view         import:302
GET  import-refused         import.view         import:200
GET  consultations          site.read           -:200
GET  consultations-feed     site.read           -:200
GET  consultations-mute     site.read           c-open:200
POST consultations-mute     site.read           c-open:200
GET  consultation-new       consultation.open   -:200
POST consultation-new       consultation.open   -:302
GET  consultation           consultation.view   c-draft:200 c-open:200
GET  consultation-feed      consultation.view   c-draft:200 c-open:200
GET  consultation-whole     consultation.view   c-draft:200 c-open:200
GET  consultation-paragraph consultation.view   c-draft:200 c-open:200
POST consultation-comment   consultation.comment c-draft:409 c-open:302
GET  consultation-edit      consultation.edit   c-draft:200 c-open:200
POST consultation-edit      consultation.edit   c-draft:302 c-open:302
POST consultation-publish   consultation.edit   c-draft:302 c-open:302
GET  consultation-results   consultation.edit   c-open:200
POST consultation-results   consultation.edit   c-draft:409 c-open:302
GET  consultation-withdraw  consultation.edit   c-open:200
POST consultation-withdraw  consultation.edit   c-draft:302 c-open:302
GET  consultation-text      consultation.edit   c-draft:200 c-open:200
POST consultation-text      consultation.edit   c-open:302
GET  consultation-versions  consultation.view   c-draft:200 c-open:200
POST consultation-map       consultation.dispose c-open:302
GET  consultation-moderation consultation.moderate c-draft:200 c-open:200
POST consultation-moderate  consultation.moderate c-open:302
GET  consultation-dispositions consultation.view c-draft:200 c-open:200
POST consultation-dispose   consultation.dispose c-open:302
GET  consultation-statistics consultation.view  c-draft:200 c-open:200
GET  consultation-export    consultation.export c-draft:200 c-open:200
GET  comment                comment.view        held:200 said:200
POST comment-endorse        consultation.endorse held:302 said-other:302
POST comment-reply          consultation.comment said:302
GET  comment-edit           comment.edit        held:200 said:200
POST comment-edit           comment.edit        held:302 said:302
GET  comment-edit-key       comment.edit        keyed:200
POST comment-edit-key       comment.edit        keyed:302
GET  comment-withdraw       comment.withdraw    said:200
POST comment-withdraw       comment.withdraw    held:302 said:302
GET  comment-withdraw-key   comment.withdraw    keyed:200
POST comment-withdraw-key   comment.withdraw    keyed:302
GET  comment-dispose        consultation.dispose said:200
POST comment-dispose        consultation.dispose held:409 said:302
GET  mandates               site.read           -:200
GET  mandates-calendar      site.read           -:200
GET  waiting                site.read           -:200
GET  reports-due            site.read           -:200
POST mandates-confirm       mandate.confirm     many:302
GET  mandate-activities     site.read           -:200
GET  desk                   account.use         -:302
GET  work-mandates          desk.view           -:200
GET  work-answers           account.use         -:200
GET  work-links             mandate.correct     many:200
GET  work-comments          consultation.open   -:200
GET  desk-names             account.use         -:200
POST work-links-decide      mandate.correct     many:302
POST desk-confirm           mandate.confirm     many:302
POST desk-reject            mandate.reject      many:302
POST desk-lead              mandate.assign      many:302
POST desk-undo              mandate.undo        -:302
GET  desk-text              mandate.view        proposed:302 confirmed:302 rejected:302
POST desk-correct           mandate.correct     proposed:302 confirmed:302 rejected:409
GET  mandate                mandate.view        proposed:301 confirmed:301 rejected:301
GET  mandate-at             mandate.view        proposed:200 confirmed:200 rejected:200
GET  mandate-reject         mandate.reject      proposed:200
POST mandate-reject         mandate.reject      proposed:302 confirmed:302 rejected:409
GET  mandate-correct        mandate.correct     proposed:200
POST mandate-correct        mandate.correct     proposed:302 confirmed:302 rejected:409
GET  mandate-checked        mandate.correct     proposed:200
POST mandate-checked        mandate.correct     proposed:302 confirmed:302 rejected:409
GET  mandate-lead           mandate.assign      confirmed:200
POST mandate-lead           mandate.assign      proposed:409 confirmed:302 rejected:409
GET  evidence-file          mandate.view        -:404
GET  mandate-progress       mandate.progress    confirmed:200
POST mandate-progress       mandate.progress    proposed:409 confirmed:302 rejected:409
POST mandate-remind         mandate.remind      proposed:302 confirmed:302
GET  mandate-status         mandate.status      confirmed:200
POST mandate-status         mandate.status      proposed:422 confirmed:302 rejected:422
GET  mandate-link           mandate.correct     proposed:200
POST mandate-link           mandate.correct     proposed:302 confirmed:302 rejected:409
GET  organisations          site.read           -:200
GET  organisation-new       organisation.create -:200
POST organisation-new       organisation.create -:302
GET  organisation-edit      organisation.edit   organisation:200
POST organisation-edit      organisation.edit   organisation:302
GET  organisation           organisation.view   organisation:200 org-new:200
POST organisation-publish   organisation.publish organisation:409 org-new:302
GET  organisation-decline   organisation.publish org-new:200
POST organisation-decline   organisation.publish organisation:409 org-new:302
GET  account                account.use         -:200
POST account                account.use         -:302
POST token-new              account.use         -:302
GET  account-export         account.use         -:200
GET  account-delete         account.use         -:200
POST account-delete         account.use         -:422
POST token-end              token.end           token:302
GET  users                  user.list           -:200
GET  user                   user.roles          account:200
POST user                   user.roles          account:302
POST user-invite            user.invite         -:422
GET  invitations            user.invite         -:200
POST invitations-change     user.invite         -:302
GET  all-actions            site.trail          -:200
GET  state                  site.state          -:200
GET  settings               site.settings       -:200
POST settings               site.settings       -:422
POST settings-logo-upload   site.settings       -:302
GET  settings-logo          site.settings       -:404
POST settings-logo          site.settings       -:404
POST settings-mail          site.settings       -:302
GET  logo                   site.read           -:404
GET  first                  site.read           -:404
GET  countries              site.read           -:200
GET  country                site.read           -:200
GET  regions                site.read           -:200
GET  progress               site.read           -:200
GET  progress-compare       site.read           -:200
GET  progress-series        site.read           -:404
GET  progress-chart         site.read           -:404
GET  progress-embed         site.read           -:404
GET  list-embed             site.read           -:200
GET  budgets                site.read           -:200
GET  budget                 site.read           -:404
GET  cooperation            site.read           -:200
GET  cooperation-country    site.read           -:404
GET  region                 site.read           -:200
GET  version                trail.view          draft:200 submitted:200 published:200 withdrawn:410 rejected:200
GET  version                trail.view          c-draft:200 held:200 said:200
GET  trail                  trail.view          draft:200 submitted:200 published:200 withdrawn:200 rejected:200
GET  trail                  trail.view          c-draft:200 c-open:200 held:200 said:200
GET  record-json            trail.view          draft:200 submitted:200 published:200 withdrawn:410 rejected:200
GET  record-cite            trail.view          published:200 confirmed:200 report-published:200
GET  robots                 site.read           -:200
GET  sitemaps               site.read           -:200
GET  sitemap                site.read           -:200
GET  oai                    site.read           -:200
GET  data-iati              site.read           -:200
GET  data-croissant         site.read           -:404
POST oai                    site.read           -:200
GET  record-embed           trail.view          published:200 confirmed:200 report-published:200
GET  concept-cite           site.read           -:200
GET  instrument-original    instrument.view     instrument:404
GET  instrument-akn         instrument.view     instrument:200
GET  version                trail.view          report-draft:200 report-published:200
GET  trail                  trail.view          report-draft:200 report-published:200
GET  record-json            trail.view          report-draft:200 report-published:200
GET  reports                site.read           -:200
GET  report-new             report.create       -:200
POST report-new             report.create       -:302
GET  report                 report.view         report-draft:200 report-submitted:200 report-published:200
GET  report-edit            report.edit         report-draft:200 report-submitted:302 report-published:302
POST report-write           report.edit         report-draft:302 report-submitted:302 report-published:302
GET  report-build           report.edit         report-draft:302
POST report-build           report.edit         report-draft:302
GET  report-paper           report.view         report-draft:200 report-submitted:200 report-published:200
GET  report-file            report.view         report-draft:200 report-submitted:200 report-published:200
POST report-submit          report.submit       report-draft:302 report-submitted:409 report-published:409
POST report-recall          report.submit       report-draft:409 report-submitted:302 report-published:409
GET  report-return          report.publish      report-submitted:200
POST report-return          report.publish      report-draft:409 report-submitted:302 report-published:409
POST report-publish         report.publish      report-draft:409 report-submitted:302 report-published:409
POST report-revise          report.edit         report-draft:409 report-submitted:409 report-published:302
GET  report-withdraw        report.withdraw     report-draft:200
POST report-withdraw        report.withdraw     report-draft:302 report-submitted:302 report-published:302
GET  record-json            trail.view          c-draft:200 c-open:200 held:200 said:200
GET  envelope-new           envelope.edit       -:200
POST envelope-new           envelope.edit       -:302
GET  envelope-edit          envelope.edit       envelope:200
POST envelope-edit          envelope.edit       envelope:302
GET  allocate               allocation.edit     envelope:200
POST allocate               allocation.edit     envelope:302
POST take-back              allocation.edit     envelope:302
GET  roadmaps               site.read           -:200
GET  roadmap-new            roadmap.begin       -:200
POST roadmap-new            roadmap.create      -:302
GET  roadmap                roadmap.view        draft_map:200 submitted_map:200 published_map:200 withdrawn_map:410
GET  roadmap-file           roadmap.view        draft_map:200 submitted_map:200 published_map:200
GET  roadmap-edit           roadmap.edit        draft_map:200 submitted_map:302 published_map:200 withdrawn_map:302
POST roadmap-edit           roadmap.edit        draft_map:302 submitted_map:302 published_map:302 withdrawn_map:302
POST roadmap-save           roadmap.edit        draft_map:200 submitted_map:409 published_map:200 withdrawn_map:409
POST roadmap-done           roadmap.milestone   draft_map:302 submitted_map:409 published_map:302 withdrawn_map:409
POST roadmap-submit         roadmap.submit      draft_map:302 submitted_map:409 published_map:302 withdrawn_map:409
POST roadmap-publish        roadmap.publish     draft_map:409 submitted_map:302 published_map:409 withdrawn_map:409
POST roadmap-discard        roadmap.edit        draft_map:302 submitted_map:409 published_map:409 withdrawn_map:409
GET  roadmap-changes        roadmap.changes     submitted_map:200
POST roadmap-changes        roadmap.changes     draft_map:409 submitted_map:302 published_map:409 withdrawn_map:409
GET  roadmap-withdraw       roadmap.withdraw    published_map:200
POST roadmap-withdraw       roadmap.withdraw    draft_map:409 submitted_map:409 published_map:302 withdrawn_map:409
GET  envelopes              site.read           -:200
GET  envelope               envelope.view       envelope:200
GET  checks                 site.read           -:200
GET  inbox                  review.inbox        -:200
GET  mine                   account.use         -:200
POST mine-submit            account.use         -:302
GET  about                  site.read           -:200
GET  help                   site.read           -:200
GET  method                 site.read           -:200
GET  privacy                site.read           -:200
GET  accessibility          site.read           -:200
GET  programs               site.read           -:200
GET  first-steps            site.read           -:200
GET  console                site.read           -:200
GET  follows                account.use         -:200
POST follow-new             account.use         -:302
POST follow-change          account.use         -:404
GET  follow-end             site.read           -:200
POST follow-end             site.read           -:200
GET  hooks                  account.use         -:200
POST hooks                  account.use         -:302
GET  hook                   account.use         -:404
POST hook                   account.use         -:404
GET  search                 site.read           -:200
GET  ask                    site.read           -:200
GET  suggest                site.read           -:200
GET  instruments            site.read           -:200
GET  compare                instrument.view     -:200
GET  series                 instrument.view     -:200
GET  draft                  account.use         -:200
POST draft                  account.use         -:422
GET  instrument             instrument.view     instrument:200
"""
OPERATIONS = """
GET    /search                                    site.read           -:200
GET    /suggest                                   site.read           -:200
GET    /instruments                               site.read           -:200
GET    /instruments/by-symbol                     instrument.view     -:200
GET    /instruments/{id}                          instrument.view     instrument:200
GET    /instruments/{id}/paragraphs               instrument.view     instrument:200
GET    /instruments/{id}/akn                      instrument.view     instrument:200
GET    /mandates                                  site.read           -:200
GET    /mandates/{id}                             mandate.view        proposed:200 confirmed:200 rejected:200
GET    /mandates/{id}/life                        mandate.view        proposed:200 confirmed:200 rejected:200
GET    /reports-due                               site.read           -:200
GET    /reports-due/{body}                        site.read           -:404
GET    /budgets                                   site.read           -:200
POST   /mandates/{id}/confirm                     mandate.confirm     proposed:200 confirmed:409 rejected:200
POST   /mandates/{id}/correct                     mandate.correct     proposed:200 confirmed:200 rejected:409
POST   /mandates/{id}/checked                     mandate.correct     proposed:200 confirmed:200 rejected:409
POST   /mandates/{id}/reject                      mandate.reject      proposed:200 confirmed:200 rejected:409
POST   /mandates/{id}/lead                        mandate.assign      proposed:409 confirmed:200 rejected:409
POST   /mandates/{id}/progress                    mandate.progress    proposed:409 confirmed:200 rejected:409
GET    /mandates/{id}/answers                     mandate.view        proposed:200 confirmed:200 rejected:200
POST   /mandates/{id}/remind                      mandate.remind      proposed:409 confirmed:200 rejected:409
POST   /mandates/{id}/status                      mandate.status      proposed:409 confirmed:200 rejected:409
POST   /mandates/{id}/links                       mandate.correct     proposed:200 confirmed:200 rejected:409
GET    /activities                                site.read           -:200
POST   /activities                                activity.create     -:201
GET /activities/{id} activity.view draft:200 submitted:200 published:200 withdrawn:410
PATCH /activities/{id} activity.edit draft:200 submitted:409 published:200 withdrawn:409
DELETE /activities/{id} activity.delete draft:204 submitted:409 published:409 withdrawn:409
POST /activities/{id}/submit activity.submit draft:200 submitted:409 published:409 withdrawn:409
POST /activities/{id}/recall activity.submit draft:409 submitted:200 published:409 withdrawn:409
POST /activities/{id}/discard activity.edit draft:409 submitted:409 published:409 withdrawn:409
POST /activities/{id}/withdraw activity.withdraw draft:409 submitted:409 published:200 withdrawn:409
POST /activities/{id}/take activity.take draft:409 submitted:200 published:409 withdrawn:409
POST /activities/{id}/changes activity.changes draft:409 submitted:200 published:409 withdrawn:409
POST /activities/{id}/publish activity.publish draft:409 submitted:200 published:409 withdrawn:409
POST /activities/{id}/comments activity.comment draft:409 submitted:200 published:409 withdrawn:409
POST /activities/{id}/comments/{comment}/settle activity.comment draft:409 submitted:200 published:409 withdrawn:409
POST   /activities/{id}/links                     activity.decide     draft:200 submitted:200
GET /activities/{id}/checks activity.view draft:200 submitted:200 published:200 withdrawn:404
GET    /organisations                             site.read           -:200
POST   /organisations                             organisation.create -:201
GET    /organisations/{id}                        organisation.view   organisation:200 org-new:200
PATCH  /organisations/{id}                        organisation.edit   organisation:200
POST   /organisations/{id}/publish                organisation.publish organisation:409 org-new:200
POST   /organisations/{id}/decline                organisation.publish organisation:409 org-new:200
GET    /roadmaps                                  site.read           -:200
POST   /roadmaps                                  roadmap.create      -:201
GET    /roadmaps/{id}          roadmap.view      draft_map:200 submitted_map:200 published_map:200 withdrawn_map:410
GET    /roadmaps/{id}/file     roadmap.view      draft_map:200 submitted_map:200 published_map:200
PATCH  /roadmaps/{id}          roadmap.edit      draft_map:200 submitted_map:409 published_map:200 withdrawn_map:409
POST   /roadmaps/{id}/items    roadmap.edit      draft_map:200 submitted_map:409 published_map:200 withdrawn_map:409
POST   /roadmaps/{id}/metrics  roadmap.edit      draft_map:200 submitted_map:409 published_map:200 withdrawn_map:409
POST   /roadmaps/{id}/metrics/{part}/remove roadmap.edit draft_map:200 submitted_map:409 published_map:200
POST   /roadmaps/{id}/milestones roadmap.edit    draft_map:200 submitted_map:409 published_map:200 withdrawn_map:409
POST   /roadmaps/{id}/milestones/{part}/remove roadmap.edit draft_map:200 submitted_map:409 published_map:200
POST   /roadmaps/{id}/milestones/{part}/done roadmap.milestone draft_map:200 submitted_map:409 published_map:200
POST   /roadmaps/{id}/submit   roadmap.submit    draft_map:200 submitted_map:409 published_map:200 withdrawn_map:409
POST   /roadmaps/{id}/changes  roadmap.changes   draft_map:409 submitted_map:200 published_map:409 withdrawn_map:409
POST   /roadmaps/{id}/publish  roadmap.publish   draft_map:409 submitted_map:200 published_map:409 withdrawn_map:409
POST   /roadmaps/{id}/withdraw roadmap.withdraw  draft_map:409 submitted_map:409 published_map:200 withdrawn_map:409
GET    /envelopes                                 site.read           -:200
POST   /envelopes                                 envelope.edit       -:201
GET    /envelopes/{id}                            envelope.view       envelope:200
PATCH  /envelopes/{id}                            envelope.edit       envelope:200
PUT    /envelopes/{id}/allocations/{activity}     allocation.edit     envelope:200
POST   /envelopes/{id}/allocations/{activity}/remove allocation.edit     envelope:200
GET    /reports                                   site.read           -:200
POST   /reports                                   report.create       -:201
POST   /reports                                   report.official     official:201
GET    /reports/{id}            report.view         report-draft:200 report-submitted:200 report-published:200
GET    /reports/{id}/paper      report.view         report-draft:200 report-submitted:200 report-published:200
PATCH  /reports/{id}            report.edit         report-draft:200 report-submitted:409 report-published:409
POST   /reports/{id}/write      report.edit         report-draft:200 report-submitted:409 report-published:409
POST   /reports/{id}/build      report.edit         report-draft:200
POST   /reports/{id}/submit     report.submit       report-draft:200 report-submitted:409 report-published:409
POST   /reports/{id}/recall     report.submit       report-draft:409 report-submitted:200 report-published:409
POST   /reports/{id}/return     report.publish      report-draft:409 report-submitted:200 report-published:409
POST   /reports/{id}/publish    report.publish      report-draft:409 report-submitted:200 report-published:409
POST   /reports/{id}/revise     report.edit         report-draft:409 report-submitted:409 report-published:200
POST   /reports/{id}/withdraw   report.withdraw     report-draft:200 report-submitted:200 report-published:200
GET    /consultations                             site.read           -:200
POST   /consultations                             consultation.open   -:201
GET    /consultations/{id}                        consultation.view   c-draft:200 c-open:200
PATCH  /consultations/{id}                        consultation.edit   c-draft:200 c-open:200
POST   /consultations/{id}/publish                consultation.edit   c-draft:200 c-open:409
POST   /consultations/{id}/results                consultation.edit   c-draft:409 c-open:200
POST   /consultations/{id}/withdraw               consultation.edit   c-open:200
POST   /consultations/{id}/texts                  consultation.edit   c-open:200
GET    /consultations/{id}/paragraphs             consultation.view   c-draft:200 c-open:200
GET    /consultations/{id}/comments               consultation.view   c-draft:200 c-open:200
POST   /consultations/{id}/comments               consultation.comment c-draft:409 c-open:201 c-free:201
GET    /consultations/{id}/dispositions           consultation.export c-draft:200 c-open:200
GET    /consultations/{id}/statistics             consultation.view   c-draft:200 c-open:200
GET    /comments/{id}                             comment.view        held:200 said:200
PATCH  /comments/{id}                             comment.edit        held:200 said:200
POST   /comments/{id}/replies                     consultation.comment said:201
POST   /comments/{id}/endorse                     consultation.endorse held:200 said-other:200
POST   /comments/{id}/withdraw                    comment.withdraw    held:200 said:200
POST   /comments/{id}/moderate                    consultation.moderate held:200 said:200
POST   /comments/{id}/dispose                     consultation.dispose held:409 said:200
POST   /comments/{id}/place                       consultation.dispose said:200
GET    /concepts                                  site.read           -:200
GET    /concepts/{id}                             site.read           -:200
GET    /countries/{id}                            site.read           -:200
GET    /areas/{id}/standings                      site.read           -:200
GET    /cooperation                               site.read           -:200
GET    /cooperation/{area}                        site.read           -:404
GET    /cooperation/{area}/activities             site.read           -:404
GET /records/{kind}/{id}/versions trail.view org-new:200 draft:200 submitted:200 published:200 withdrawn:200 rejected:200 c-draft:200 held:200 said:200
GET /records/{kind}/{id}/versions/{number} trail.view draft:200 submitted:200 published:200 withdrawn:410 rejected:200
GET /records/{kind}/{id}/events trail.view org-new:200 draft:200 submitted:200 published:200 withdrawn:200 rejected:200
GET    /imports                                   import.list         -:200
POST   /imports                                   activity.import     activities:202
POST   /imports                                   document.import     document:202
POST   /imports                                   indicators.import   indicators:202
POST   /imports                                   cooperation.import  cooperation:202
POST   /imports                                   uninfo.import       uninfo:202
GET    /imports/{id}                              import.view         import:200
GET    /imports/{id}/rows                         import.view         import:200
GET    /me                                        account.use         -:200
GET    /me/activities                             account.use         -:200
POST   /instruments/comparison                    account.use         -:200
GET    /instruments/{id}/series                   instrument.view     instrument:200
GET    /ask                                       site.read           -:200
GET    /figures                                   site.read           -:200
GET    /figures/fields                            site.read           -:200
"""  # noqa: E501 - a table
# Who may see the draft sees a withdrawn record where the public sees a tombstone (410). At the page of the
# activity itself everybody sees the tombstone.
_SAME_FOR_ALL = frozenset({"activity", "activity-iati", "activity-jsonld"})
_INSIDE = frozenset({"member", "reviewer", "focal", "secretariat", "administrator"})


def rows() -> Iterator[dict[str, str]]:
    """The lines of permissions.csv: `may` is the status for those who may; a cell is that status, 403, or what
    asks to sign in.
    """
    for kind, text in (("page", PAGES), ("api", OPERATIONS)):
        for line in text.strip().splitlines():
            method, name, action, *states = line.split()
            for one in states:
                state, _colon, may = one.partition(":")
                letters = (EXPECTED.get((action, state)) or EXPECTED[action, "*"]).split()
                cells = {"y": may, "n": "403", "s": "302→" if kind == "page" else "401", "4": "404"}
                given = dict(zip(PEOPLE, (cells[letter] for letter in letters), strict=True))
                if (state, may) == ("withdrawn", "410") and name not in _SAME_FOR_ALL:
                    given = {who: "200" if who in _INSIDE else may for who in PEOPLE}
                yield {"kind": kind, "method": method, "address": name, "state": state, "action": action, **given}


def third(given: list[dict[str, str]]) -> frozenset[tuple[int, str]]:
    """Return cells (number of the row, person) for a short run: three people for each row, as different as can be
    from those of rows of the same action, state and address; and every action and state with every person.
    """
    met, chosen = Counter[tuple[str, ...]](), set[tuple[int, str]]()

    def choose(number: int, who: str) -> None:
        chosen.add((number, who))
        met.update((*key, who) for key in _kinds(given[number]))

    for number, row in enumerate(given):
        turn = PEOPLE[number % 9 :] + PEOPLE[: number % 9]
        for who in sorted(turn, key=lambda who: [met[*key, who] for key in _kinds(row)])[:3]:
            choose(number, who)
    for number, row in enumerate(given):
        for who in PEOPLE:
            *_, action, state = _kinds(row)
            if not met[*action, who] or not met[*state, who]:
                choose(number, who)
    return frozenset(chosen)


def _kinds(row: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    return (
        ("both", row["action"], row["state"]),
        ("address", row["kind"], row["method"], row["address"]),
        ("action", row["action"]),
        ("state", row["state"]),
    )


def write() -> None:
    """Write permissions.csv."""
    found = list(rows())
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def read() -> list[dict[str, str]]:
    """The lines as they stand in the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    write()
