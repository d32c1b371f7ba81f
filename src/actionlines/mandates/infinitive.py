"""Find the infinitive that says what is asked: the first "to" + verb that is not governed by a noun or adjective."""

from __future__ import annotations

import re

_TO = re.compile(r"\bto\s+")
_ADVERB = re.compile(r"(?:(?:not|further|also|continue to|(?!(?:apply|comply|supply|reply|rely|multiply|imply|ally|rally)\b)[a-z]+ly(?:,? and)?|inter alia,|where [a-z]+,)\s+)*")
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
# Words after "to" that begin a noun phrase.
_DETERMINERS = frozenset(
    "the a an its their his her our your this these those all any each every both such other another which whom whose"
    " that what one two three four five some no and or date him them it us international national regional women men"
    " children human global developing developed full equal public private social economic future persons people"
    " peace justice education health food water housing life privacy information self-determination knowledge"
    " finance technology medicine medicines energy land work safe affordable quality universal free fair new gender"
    " article paragraph freedom climate nuclear digital space trade law good strong sexual rule multilingualism youth"
    " culture disability family safety legal civil security common special existing possible".split()
)
# "work", "finance" and others are verbs too, and stay nouns only after these governors.
_VERB_OR_NOUN = frozenset("work finance free further".split())
# Words that take a "to" of their own, which then is not the infinitive that is asked for.
_GOVERNORS = frozenset(
    "right rights access relating related respect regard according due addition prior subject pursuant"
    " position able unable yet wish wishing wishes willing continue seeking seek need needs needed opposed linked"
    " contributions contribution contributing contribute similar belonging exposed response responses"
    " threats threat committed dedicated given referred attention adaptation adherence accession acceded reference"
    " approach approaches commitment commitments barriers obstacles opposition annex amendments exposure "
    " applicable relevant specific known vulnerable resistant"
    " corresponding equal next close closest as failed fails refuses refused intends intend aim aims aiming"
    " aimed likely expected designed required requested invited mandated entitled obliged"
    " authorized established appointed prepared ready efforts order so-called pertaining paid attached owing"
    " necessary possible important follow-up responsibility responsibilities obligation obligations capacity ability"
    " opportunity opportunities intention decision used meant contrary conducive".split()
)
_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "ship", "hood", "acy", "ure", "ies")
_VERBS_DESPITE_ENDING = frozenset(
    "implement complement supplement document augment mention position station function condition influence reference"
    " experience finance advance enhance balance commence evidence sequence petition question caution apportion"
    " sanction partition transition experiment comment cement ensure secure capture measure nurture structure feature"
    " procure assure reassure insure restructure manufacture safeguard configure figure venture picture lecture"
    " harness witness mainstream distance reinforce influence announce issue rationalize".split()
)
_ADJECTIVES = re.compile(r"[a-z]+(?:al|ive|ous|able|ible|ic|ful|less)$")
_VERBS_DESPITE_ADJECTIVE = frozenset(
    "appeal deal heal reveal signal give drive live strive thrive receive arrive archive enable disable cable table"
    " total equal channel mimic picnic label serve forgive survive".split()
)


def find_infinitive(text: str, start: int, end: int) -> tuple[int, int] | None:
    """(position of "to" or of "not to", position of the verb phrase after it) of the infinitive asked for."""
    for match in _TO.finditer(text, start, end):
        if is_infinitive(text, match.start(), match.end(), start):
            return match.start(), match.end()
    return None


def is_infinitive(text: str, to: int, after: int, start: int) -> bool:
    """Whether the "to" at `to` opens a free infinitive."""
    if governed(text, to, start):
        return False
    skip = _ADVERB.match(text, after)
    word = _WORD.match(text, skip.end() if skip else after)
    return word is not None and is_verb(word.group())


def governed(text: str, to: int, start: int) -> bool:
    """Whether the word before the "to" at `to` takes it ("access to", "related to")."""
    before = text[max(start, to - 60) : to].rstrip()
    return not before.endswith(",") and before.rpartition(" ")[2] in _GOVERNORS


def is_verb(word: str) -> bool:
    """Whether a word after a free "to" is a verb rather than the beginning of a noun phrase."""
    if not word.islower():
        return False
    if word in _VERB_OR_NOUN:
        return True
    if word in _DETERMINERS:
        return False
    if word.endswith("ing") and word not in ("bring", "spring", "cling", "string", "swing"):
        return False
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return False
    if word.endswith(_NOUN_ENDINGS) and word not in _VERBS_DESPITE_ENDING:
        return False
    return not (_ADJECTIVES.match(word) and word not in _VERBS_DESPITE_ADJECTIVE)
