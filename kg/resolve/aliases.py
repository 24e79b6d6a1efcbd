"""Which names of one document stand for one actor: stated aliases, acronyms, shorter forms of longer names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.model import Kind
from kg.resolve.mentions import Phrase
from kg.resolve.name import Name, Origin
from kg.resolve.words import clean_words
from kg.tables import ActorTables
from kg.tree import Tree

_BRACKETS = re.compile(r"\(([^()]{2,80})\)")
_ALSO = re.compile(
    r"\b(?:also|formerly|previously|better|widely|commonly|otherwise|now|once)?\s*"
    r"(?:known|referred to|acting|operating|renamed|styled|called|calling itself)\s+"
    r"(?:simply\s+|now\s+)?(?:as\s+|by\s+|under\s+)?(?:the\s+)?(?:name\s+|acronym\s+|initials\s+)?(?:of\s+)?(?:the\s+)?[\"“'‘]?$"
)
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "la", "al", "a", "von", "del", "des", "du"})
CONTRASTS = frozenset(
    {"northern", "southern", "eastern", "western", "north", "south", "east", "west", "upper", "lower"}
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(slots=True)
class Spoken:
    """A name as one document writes it.

    Attributes:
        key: see `kg.tables.name_key`.
        text: its first writing.
        kind: sort of actor.
        order: how many other names came first.
        genders: what forms of address say of it.
        titles: words of office it was seen with.
        belongs: whether the text introduces it as somebody's ("his brother, Raul Castro").
    """

    key: str
    text: str
    kind: Kind
    order: int
    known: bool = False
    genders: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    belongs: bool = False

    @property
    def pieces(self) -> list[str]:
        """The words of the key, without Jr., Sr. and the like."""
        found = self.key.split()
        return [piece for piece in found if piece not in SUFFIXES] or found or [self.key]


class Groups:
    """Names of one document joined into groups; each join keeps its reason (union-find)."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}
        self.reasons: dict[str, str] = {}

    def find(self, key: str) -> str:
        """Return the representative of the group of `key`."""
        while self.parent.get(key, key) != key:
            key = self.parent[key]
        return key

    def join(self, shorter: str, longer: str, reason: str) -> None:
        """Put `shorter` into the group of `longer`."""
        one, other = self.find(shorter), self.find(longer)
        if one != other:
            self.parent[one] = other
            self.reasons.setdefault(shorter, reason)


def stated_aliases(tree: Tree, names: Sequence[Name]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names that the sentence says to be equal.

    Examples: "the World Food Programme (WFP)", "ISIL (Islamic State of Iraq and Levant)",
    "the group that was also known as ISIS", "now acting under the name Islamic State".
    """
    text, offset = tree.sentence.text, tree.sentence.start
    bodies = [name for name in names if name.kind in {Kind.ORG, Kind.GROUP, Kind.GPE, Kind.NORP, Kind.LOC}]
    spans = [(tree[n.first].start - offset, tree[n.last].end - offset, n) for n in bodies]
    for start, end, _ in spans:
        found = _BRACKETS.match(text, end) or _BRACKETS.match(text, end + 1)
        if found is not None:
            inside = found.group(1).strip("\"“”'‘’ ")
            if is_acronym(inside, text[start:end]) or is_acronym(text[start:end], inside):
                yield text[start:end], inside
    groups = [
        (s, e, n) for s, e, n in spans if n.kind in {Kind.ORG, Kind.GROUP, Kind.NORP} and n.origin is not Origin.DEMONYM
    ]
    for at, (start, end, _) in enumerate(groups):
        if at and _ALSO.search(text[:start].rstrip()[-70:]):
            before = groups[at - 1]
            yield text[before[0] : before[1]], text[start:end]


def is_acronym(short: str, long: str) -> bool:
    """Return whether `short` is made of the first letters of the words of `long`, small words skipped or not.

    Example: is_acronym("ISIL", "Islamic State of Iraq and Levant") is True, is_acronym("AFP", "London") False.
    """
    letters = re.sub(r"[.\s]", "", short)
    if not 2 <= len(letters) <= 8 or not letters[:1].isupper() or sum(c.isupper() for c in letters) < 2:
        return False
    return letters.casefold() in initials(long)


def initials(name: str) -> set[str]:
    """Return the first letters of a name's words, with and without its small words; nothing for a single word."""
    words = [word for word in re.split(r"[\s\-/]+", name) if word]
    if len(words) < 2:
        return set()
    every = "".join(word[0] for word in words).casefold()
    return {every, "".join(word[0] for word in words if word.casefold() not in _SMALL).casefold()}


def person_group(short: Spoken, persons: Sequence[Spoken], tables: ActorTables) -> tuple[Spoken | None, str]:
    """Return the fuller name of the same person, and why; None where there is none, or more than one.

    A shorter name is the end of the longer one ("Kerry", "al-Assad"), or its beginning ("Saddam", "Kim") where nobody's
    name ends so. Forms of address must not contradict the first name; a title may decide between several. Whoever is
    introduced as somebody's is not the person of whom the text spoke before: "Castro ... his brother, Raul Castro".
    """
    pieces = short.pieces
    others = (p for p in persons if p is not short and not (p.belongs and short.order < p.order))
    longer = [p for p in others if len(p.pieces) > len(pieces) and _agree(short, p, tables)]
    found = [p for p in longer if p.pieces[-len(pieces) :] == pieces]
    reason = "last name of"
    if len(pieces) > 1 and not found:
        found = [p for p in longer if p.pieces[0] == pieces[0] and p.pieces[-1] == pieces[-1] and not pieces[1:-1]]
        reason = "shorter form of"
    if not found and len(pieces) == 1:
        found, reason = [p for p in longer if p.pieces[0] == pieces[0]], "first part of"
    found = _one_person(found)
    if len(found) > 1 and short.titles:
        found = [p for p in found if p.titles & short.titles]
        reason += " one with that title,"
    if len(found) > 1 and short.genders:
        found = [p for p in found if p.order < short.order]
        reason += " one named before,"
    if len(found) == 1:
        return found[0], f"{reason} {found[0].text}"
    return None, "several persons bear that name" if found else ""


def _one_person(found: list[Spoken]) -> list[Spoken]:
    """Return the fullest name alone where all the others are shorter forms of it."""
    longest = max(found, key=lambda p: len(p.pieces), default=None)
    if longest is None:
        return []
    same = all(
        p is longest
        or p.pieces == longest.pieces[-len(p.pieces) :]
        or (len(p.pieces) == 2 and p.pieces[0] == longest.pieces[0] and p.pieces[-1] == longest.pieces[-1])
        for p in found
    )
    return [longest] if same else found


def _agree(short: Spoken, long: Spoken, tables: ActorTables) -> bool:
    gender = tables.genders.get(long.pieces[0])
    told = (short.genders | long.genders | ({gender} if gender else set())) - {"neutral"}
    return len(told) <= 1


def body_group(short: Spoken, bodies: Sequence[Spoken]) -> tuple[Spoken | None, str]:
    """Return the one longer name that ends in, begins with or is abbreviated by a shorter name of an organisation."""
    pieces = short.pieces
    spelled = [b for b in bodies if b is not short and is_acronym(short.text, b.text)]
    if len(spelled) == 1:
        return spelled[0], f"first letters of {spelled[0].text}"
    if len(pieces) < 2 or short.known:
        return None, ""
    longer = [
        b
        for b in bodies
        if b is not short
        and b.pieces[-len(pieces) :] == pieces
        and len(b.pieces) > len(pieces)
        and not CONTRASTS.intersection(b.pieces[: -len(pieces)])
    ]
    if len(longer) == 1:
        return longer[0], f"shorter form of {longer[0].text}"
    return None, ""


def spoken_text(phrase: Phrase) -> str:
    """Return the bare name of a name phrase, without titles and articles."""
    assert phrase.name is not None
    return clean_words(phrase.tree.words(phrase.name.first, phrase.name.last)).text
