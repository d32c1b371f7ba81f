"""Consultations on numbered text: phases, comments on paragraphs and spans, dispositions.

    anchors.py      where a comment stands, and when it may move to a new version: pure, no Django
    numbering.py    paragraphs with a number each, whatever the text came with: pure
    summary.py      the commenters' own sentences that say most of what was said: pure
    models/         Consultation ─┬─ Phase
                                  ├─ TextVersion ── TextParagraph
                                  └─ Comment ── Endorsement, CommentLink
    actions/        one verb, one class
    entries.py      consultations and their paragraphs as the search has them
    exports/        the table of dispositions, the text with comments beside it

Pages and the API call the actions; nothing else writes to a consultation or a comment.
"""
