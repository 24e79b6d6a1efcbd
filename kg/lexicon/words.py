"""Relations, frames and the lexicon that holds them; tables that bind category, quad class, CAMEO root and slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kg.model import Category, Kind, Quad

MAX_RELATIONS = 200
MAX_SCORE = 10.0

VERB, NOUN, ADJ, NOMINAL, CASE = "VERB", "NOUN", "ADJ", "NOMINAL", "CASE"

QUADS: Mapping[Category, Quad] = MappingProxyType(
    {
        Category.AGREE: Quad.VERBAL_COOPERATION,
        Category.CONSULT: Quad.VERBAL_COOPERATION,
        Category.SUPPORT: Quad.VERBAL_COOPERATION,
        Category.CONCEDE: Quad.VERBAL_COOPERATION,
        Category.COOPERATE: Quad.MATERIAL_COOPERATION,
        Category.AID: Quad.MATERIAL_COOPERATION,
        Category.RETREAT: Quad.MATERIAL_COOPERATION,
        Category.REQUEST: Quad.VERBAL_CONFLICT,
        Category.ACCUSE: Quad.VERBAL_CONFLICT,
        Category.REJECT: Quad.VERBAL_CONFLICT,
        Category.THREATEN: Quad.VERBAL_CONFLICT,
        Category.PROTEST: Quad.MATERIAL_CONFLICT,
        Category.SANCTION: Quad.MATERIAL_CONFLICT,
        Category.MOBILIZE: Quad.MATERIAL_CONFLICT,
        Category.COERCE: Quad.MATERIAL_CONFLICT,
        Category.ASSAULT: Quad.MATERIAL_CONFLICT,
    }
)
"""The quad class of each event category; standing relations, SAY and OTHER have none."""

CAMEO_ROOTS: Mapping[Category, frozenset[str]] = MappingProxyType(
    {
        Category.SAY: frozenset({"01"}),
        Category.REQUEST: frozenset({"02", "10"}),
        Category.AGREE: frozenset({"03"}),
        Category.CONSULT: frozenset({"04"}),
        Category.SUPPORT: frozenset({"05"}),
        Category.COOPERATE: frozenset({"06"}),
        Category.AID: frozenset({"07"}),
        Category.CONCEDE: frozenset({"08"}),
        Category.RETREAT: frozenset({"08"}),
        Category.ACCUSE: frozenset({"09", "11"}),
        Category.REJECT: frozenset({"12"}),
        Category.THREATEN: frozenset({"13"}),
        Category.PROTEST: frozenset({"14"}),
        Category.MOBILIZE: frozenset({"15"}),
        Category.SANCTION: frozenset({"16"}),
        Category.COERCE: frozenset({"17"}),
        Category.ASSAULT: frozenset({"18", "19", "20"}),
    }
)
"""The CAMEO roots that a category may carry; standing relations and OTHER carry none."""

ALWAYS_SYMMETRIC = frozenset({Category.ALLY, Category.RIVAL})
NEVER_SYMMETRIC = frozenset({Category.KIN})
UNSCORED = frozenset({Category.ROLE, Category.MEMBER, Category.KIN, Category.OWN, Category.OTHER})

PREPOSITIONS = frozenset(
    {
        "about", "across", "after", "against", "along", "alongside", "amid", "among", "around", "as", "at", "before",
        "behind", "beside", "between", "beyond", "by", "for", "from", "in", "inside", "into", "like", "near", "of",
        "off", "on", "onto", "opposite", "out", "outside", "over", "through", "throughout", "to", "toward", "towards",
        "under", "upon", "via", "with", "within", "without", "next to",
    }
)  # fmt: skip
CONTENT = frozenset({"content-object", "content-oblique"})
SLOTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        VERB: frozenset({"subject", "object", "indirect", "clause-subject", "condition-subject"})
        | frozenset({"event-agent", "faulted"})
        | CONTENT
        | PREPOSITIONS,
        NOUN: frozenset({"possessor", "modifier", "adjunct-subject", "clause-subject", "faulted", "located"})
        | CONTENT
        | PREPOSITIONS,
        ADJ: frozenset({"subject", "joined"}) | PREPOSITIONS,
        NOMINAL: frozenset({"self", "possessor", "modifier", "affiliation"}) | PREPOSITIONS,
        CASE: frozenset({"self", "possessor"}),
    }
)
"""The slots that a frame of each part of speech may name.

VERB and NOUN `content-object` and `content-oblique`: who is acted on in the infinitive ("threatened to attack X", "a
threat to impose sanctions on X").
VERB and NOUN `clause-subject`: who acts in the clause that is embedded ("demanded that X leave", "claims that X lied").
VERB and NOUN `faulted`: with whom the embedded words find fault ("said X had failed", "considers X a threat").
VERB `condition-subject`: who must act or not act in the condition ("threatened to leave if X attacks").
ADJ `joined`: what a prefix is joined to by a hyphen ("pro-Syrian").
VERB `event-agent`: who acts in a violent event beside the verb ("died in an attack by X").
NOMINAL `affiliation`: a modifier where the noun tells who somebody else is ("British soldier Harry Smith").
NOUN `located`: who is in the state or place that the noun names ("prisoners in U.S. custody", "held X in a jail").
NOUN `adjunct-subject`: the subject of the verb beside which the noun stands ("In an interview with X, A said").
"""

DEFAULT_SOURCE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {VERB: ("subject",), NOUN: ("possessor", "by", "modifier"), ADJ: ("subject",), NOMINAL: ("self",), CASE: ("self",)}
)
DEFAULT_TARGET: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {VERB: ("object",), NOMINAL: ("possessor", "of", "modifier"), CASE: ("possessor",)}
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One canonical verb of the closed list.

    Attributes:
        name: relationship type in the graph, e.g. "SUPPORTS".
        category: event category or standing relation.
        quad: quad class, None for standing relations, SAY and OTHER.
        cameo: CAMEO root as two digits, None for standing relations and OTHER.
        score: -10 (mass violence) to 10 (generous help).
        symmetric: True where the two ends may change places ("met", "ally of").
        places: True where a described place may be the target ("bombed the village").
    """

    name: str
    category: Category
    quad: Quad | None
    cameo: str | None
    score: float
    symmetric: bool = False
    places: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One sense of a word: the relation it says and the slots where the two ends stand.

    Attributes:
        lemma: lemma of the head word.
        pos: "VERB", "NOUN" (an event: attack, talks), "ADJ" or "NOMINAL" (a noun for somebody in a relation: ally) or
            "CASE" (what joins two names: "'s", "of").
        particle: particle of a phrasal verb ("out" for "carry out"), or None.
        object: VERB: lemmas of object or complement of a fixed phrase ("pay a visit", "set free"), or a preposition and
            a lemma ("put on trial"); NOUN: of a modifier ("legal action"); empty for a free word.
        relation: name of the relation.
        source, target: slots in order of preference; the first that an actor fills is the end.
        complement: VERB only: True where the object must be called something ("called X a liar"), False where it must
            not ("called X"), None where both do.
        passive: VERB only: True where the verb must be passive ("wanted in Spain").
        content: categories of which the governed infinitive must say one ("vowed to attack X"), empty for anything.
        source_kinds, target_kinds, source_sectors, target_sectors: what the ends must be, empty for anything.
        also: True where it holds beside another frame of the word ("ambassador" of one state, to another).
    """

    lemma: str
    pos: str
    particle: str | None
    object: frozenset[str]
    relation: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    also: bool = False
    complement: bool | None = None
    source_kinds: frozenset[Kind] = frozenset()
    target_kinds: frozenset[Kind] = frozenset()
    target_sectors: frozenset[str] = frozenset()
    content: frozenset[Category] = frozenset()
    passive: bool = False
    source_sectors: frozenset[str] = frozenset()


class Lexicon:
    """The relations of a pipeline and the frames that lead to them.

    Args:
        relations: name to relation.
        frames: all frames, in the order of the files; within equal specificity that order is kept.
        light_verbs: verbs (lemma, or lemma and particle: "carry out") whose subject acts in the noun they govern.
        silent: verbs that say nothing of two actors, even where both ends are one ("the group includes Britain").

    Example:
        >>> lexicon.frames("side", "VERB")[0].relation
        'SUPPORTS'
    """

    __slots__ = ("_frames", "light_verbs", "relations", "silent")

    def __init__(
        self,
        relations: Mapping[str, Relation],
        frames: tuple[Frame, ...],
        light_verbs: frozenset[str],
        silent: frozenset[str] = frozenset(),
    ) -> None:
        self.relations: Mapping[str, Relation] = MappingProxyType(dict(relations))
        self.light_verbs = light_verbs
        self.silent = silent
        grouped: dict[tuple[str, str], list[Frame]] = {}
        for frame in frames:
            grouped.setdefault((frame.lemma, frame.pos), []).append(frame)
        self._frames = {key: tuple(sorted(group, key=_specificity)) for key, group in grouped.items()}

    def frames(self, lemma: str, pos: str) -> tuple[Frame, ...]:
        """Return the frames of a word, the most specific first: fixed phrases, particles, then free ones."""
        return self._frames.get((lemma, pos), ())

    def __iter__(self) -> Iterator[Frame]:
        """Yield every frame, ordered by lemma and part of speech."""
        for key in sorted(self._frames):
            yield from self._frames[key]

    def __len__(self) -> int:
        """Return the number of frames (senses)."""
        return sum(len(group) for group in self._frames.values())


def _specificity(frame: Frame) -> int:
    named = frame.passive or (frame.target == ("faulted",) and not frame.also)
    return -(8 * bool(frame.content) + 4 * bool(frame.object) + 2 * named + (frame.particle is not None))
