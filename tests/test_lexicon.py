"""The relation lexicon: what words say which relation, and what the reader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.config import read_config
from kg.errors import ConfigError
from kg.lexicon import CAMEO_ROOTS, MAX_RELATIONS, QUADS, SLOTS, Frame, Lexicon, read_lexicon
from kg.model import Category, Quad

RELATIONS = """
[relations]
SUPPORTS = { category = "SUPPORT", cameo = "05", score = 4.0 }
ALLY_OF  = { category = "ALLY", score = 5.0, symmetric = true }
"""
FRAMES = """
pos = "VERB"

[[frames]]
relation = "SUPPORTS"
words = ["support", "back up"]
"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(read_config("newswire"))


def make_lexicon(folder: Path, *, relations: str = RELATIONS, frames: str = FRAMES, more: str | None = None) -> Lexicon:
    names = ["frames.toml"] + ([] if more is None else ["more.toml"])
    (folder / "relations.toml").write_text(relations, encoding="utf-8")
    (folder / "frames.toml").write_text(frames, encoding="utf-8")
    if more is not None:
        (folder / "more.toml").write_text(more, encoding="utf-8")
    (folder / "pipeline.toml").write_text(
        f'name = "mine"\nversion = 1\n[files]\nrelations = "relations.toml"\nframes = {names!r}\n', encoding="utf-8"
    )
    return read_lexicon(read_config(folder))


@pytest.mark.parametrize(
    ("category", "lemma", "pos", "relation", "source", "target"),
    [
        ("AGREE", "agree", "VERB", "AGREES_WITH", ("subject",), ("with",)),
        (
            "AGREE",
            "pledge",
            "VERB",
            "PROMISES",
            ("subject",),
            ("indirect", "to", "object", "content-object", "content-oblique"),
        ),
        ("CONSULT", "meet", "VERB", "MEETS", ("subject",), ("with", "object")),
        ("CONSULT", "visit", "VERB", "VISITS", ("subject",), ("object",)),
        ("CONSULT", "host", "VERB", "HOSTS", ("subject",), ("object",)),
        ("SUPPORT", "support", "VERB", "SUPPORTS", ("subject",), ("object",)),
        ("SUPPORT", "praise", "VERB", "PRAISES", ("subject",), ("object",)),
        ("SUPPORT", "side", "VERB", "SUPPORTS", ("subject",), ("with",)),
        ("COOPERATE", "cooperate", "VERB", "COOPERATES_WITH", ("subject",), ("with",)),
        ("COOPERATE", "sell", "VERB", "SELLS_TO", ("subject",), ("indirect", "to")),
        ("AID", "arm", "VERB", "ARMS", ("subject",), ("object",)),
        ("AID", "supply", "VERB", "SUPPLIES", ("subject",), ("object", "indirect", "to")),
        ("CONCEDE", "apologize", "VERB", "APOLOGIZES_TO", ("subject",), ("to",)),
        ("CONCEDE", "release", "VERB", "RELEASES", ("subject",), ("object",)),
        ("RETREAT", "withdraw", "VERB", "WITHDRAWS_FROM", ("subject",), ("from", "out")),
        ("RETREAT", "surrender", "VERB", "SURRENDERS_TO", ("subject",), ("to",)),
        ("REQUEST", "urge", "VERB", "URGES", ("subject",), ("object", "indirect", "clause-subject")),
        ("REQUEST", "appeal", "VERB", "APPEALS_TO", ("subject",), ("to",)),
        ("ACCUSE", "accuse", "VERB", "ACCUSES", ("subject",), ("object",)),
        ("ACCUSE", "investigate", "VERB", "INVESTIGATES", ("subject",), ("object",)),
        ("REJECT", "reject", "VERB", "REJECTS", ("subject",), ("object",)),
        ("REJECT", "veto", "VERB", "VETOES", ("subject",), ("object",)),
        ("THREATEN", "menace", "VERB", "THREATENS", ("subject",), ("object",)),
        ("THREATEN", "warn", "VERB", "WARNS", ("subject",), ("object", "indirect")),
        ("PROTEST", "protest", "VERB", "PROTESTS_AGAINST", ("subject",), ("against", "object", "at")),
        ("SANCTION", "expel", "VERB", "EXPELS", ("subject",), ("object",)),
        ("SANCTION", "boycott", "VERB", "BOYCOTTS", ("subject",), ("object",)),
        ("COERCE", "arrest", "VERB", "ARRESTS", ("subject",), ("object",)),
        ("COERCE", "kidnap", "VERB", "ABDUCTS", ("subject",), ("object",)),
        ("ASSAULT", "kill", "VERB", "KILLS", ("subject",), ("object",)),
        ("ASSAULT", "fight", "VERB", "FIGHTS", ("subject",), ("object", "with")),
        ("SAY", "tell", "VERB", "TELLS", ("subject",), ("object", "indirect")),
        ("ROLE", "rule", "VERB", "GOVERNS", ("subject",), ("object",)),
        ("MEMBER", "belong", "VERB", "MEMBER_OF", ("subject",), ("to",)),
        ("OWN", "own", "VERB", "OWNS", ("subject",), ("object",)),
        ("OTHER", "replace", "VERB", "REPLACES", ("subject",), ("object",)),
        ("ALLY", "link", "VERB", "LINKED_TO", ("object",), ("to", "with")),
        ("SANCTION", "sanction", "NOUN", "SANCTIONS", ("possessor", "by", "from", "modifier"), ("against", "on")),
        (
            "CONSULT",
            "visit",
            "NOUN",
            "VISITS",
            ("possessor", "by", "of", "modifier"),
            ("to", "of", "in", "with", "at", "among"),
        ),
        ("ALLY", "ally", "NOMINAL", "ALLY_OF", ("self",), ("of", "possessor", "modifier", "to", "in")),
        ("RIVAL", "rival", "NOMINAL", "RIVAL_OF", ("self",), ("of", "possessor", "to", "modifier")),
        ("KIN", "wife", "NOMINAL", "KIN_OF", ("self",), ("of", "possessor", "to")),
        ("ROLE", "spokesman", "NOMINAL", "SPEAKS_FOR", ("self",), ("for", "possessor", "of", "modifier")),
        ("MEMBER", "member", "NOMINAL", "MEMBER_OF", ("self",), ("of", "possessor", "modifier", "from")),
        ("OWN", "subsidiary", "NOMINAL", "OWNS", ("possessor", "of", "modifier"), ("self",)),
        ("SUPPORT", "supporter", "NOMINAL", "SUPPORTS", ("self",), ("of", "possessor", "modifier")),
        ("ALLY", "allied", "ADJ", "ALLY_OF", ("subject",), ("with", "to")),
        ("ACCUSE", "disappointed", "ADJ", "DISAPPOINTED_BY", ("subject",), ("by", "with", "in", "at")),
        ("REJECT", "opposed", "ADJ", "OPPOSES", ("subject",), ("to",)),
    ],
)
def test_words_of_each_category(
    lexicon: Lexicon,
    category: str,
    lemma: str,
    pos: str,
    relation: str,
    source: tuple[str, ...],
    target: tuple[str, ...],
) -> None:
    """A free frame of the word leads to this relation, with these slots in this order of preference."""
    free = [f for f in lexicon.frames(lemma, pos) if f.particle is None and not f.object]
    assert Frame(lemma, pos, None, frozenset(), relation, source, target) in free
    assert lexicon.relations[relation].category == category


@pytest.mark.parametrize(
    ("lemma", "particle", "thing", "relation", "category"),
    [
        ("suspend", None, "aid", "CUTS_AID_TO", "SANCTION"),
        ("cut", "off", "tie", "BREAKS_TIES_WITH", "SANCTION"),
        ("end", None, "attack", "ENDS_ATTACKS_ON", "RETREAT"),
        ("lift", None, "embargo", "EASES_PRESSURE_ON", "CONCEDE"),
        ("declare", None, "war", "DECLARES_WAR_ON", "THREATEN"),
        ("open", None, "fire", "SHOOTS_AT", "ASSAULT"),
        ("hand", "over", "power", "YIELDS_POWER_TO", "CONCEDE"),
        ("dismiss", None, "claim", "REJECTS", "REJECT"),
        ("seek", None, "asylum", "SEEKS_HELP_FROM", "REQUEST"),
        ("join", None, "fight", "JOINS_FIGHT_AGAINST", "ASSAULT"),
        ("send", None, "troop", "DEPLOYS_TO", "MOBILIZE"),
    ],
)
def test_fixed_phrases_say_more_than_their_verb(
    lexicon: Lexicon, lemma: str, particle: str | None, thing: str, relation: str, category: str
) -> None:
    """A verb with certain objects has a relation of its own, and stands before the free verb."""
    frames = [
        f for f in lexicon.frames(lemma, "VERB") if f.particle == particle and (thing in f.object or not f.object)
    ]
    assert frames[0].relation == relation
    assert lexicon.relations[relation].category == category


@pytest.mark.parametrize(
    ("lemma", "particle", "relation", "target"),
    [
        ("call", "off", "ENDS_TALKS_WITH", ("with",)),
        ("crack", "down", "REPRESSES", ("on", "against")),
        ("turn", "down", "REJECTS", ("object",)),
        ("pull", "out", "WITHDRAWS_FROM", ("from", "of", "out")),
        ("gun", "down", "KILLS", ("object",)),
        ("swear", "in", "APPOINTS", ("object",)),
    ],
)
def test_particles_are_part_of_the_word(
    lexicon: Lexicon, lemma: str, particle: str, relation: str, target: tuple[str, ...]
) -> None:
    """A phrasal verb is another word than its bare verb."""
    found = [(f.relation, f.target) for f in lexicon.frames(lemma, "VERB") if f.particle == particle]
    assert (relation, target) in found


def test_one_verb_by_its_prepositions(lexicon: Lexicon) -> None:
    """ "call on", "call for", "call somebody names" and "call somebody" are four senses of one verb."""
    senses = {f.target: f.relation for f in lexicon.frames("call", "VERB") if f.particle is None and not f.object}
    assert senses[("on", "upon")] == "URGES"
    assert senses[("of", "from", "clause-subject", "for")] == "DEMANDS_OF"
    objects = {
        f.complement: f.relation for f in lexicon.frames("call", "VERB") if f.target == ("object",) and not f.particle
    }
    assert objects == {True: "LABELS", False: "CALLS"}


def test_most_specific_frame_comes_first(tmp_path: Path) -> None:
    """Fixed phrases stand before particles, particles before free verbs, whatever the order of the file."""
    frames = """
pos = "VERB"
[[frames]]
relation = "SUPPORTS"
words = ["stand"]
[[frames]]
relation = "SUPPORTS"
words = ["stand up"]
[[frames]]
relation = "ALLY_OF"
object = ["guard"]
words = ["stand"]
[[frames]]
relation = "ALLY_OF"
object = ["ground"]
words = ["stand up"]
"""
    found = make_lexicon(tmp_path, frames=frames).frames("stand", "VERB")
    assert [(f.particle, sorted(f.object)) for f in found] == [
        ("up", ["ground"]),
        (None, ["guard"]),
        ("up", []),
        (None, []),
    ]


def test_defaults_and_particle(tmp_path: Path) -> None:
    """A verb's ends are subject and object where nothing is said; "back up" is a lemma and its particle."""
    lexicon = make_lexicon(tmp_path)
    assert lexicon.frames("back", "VERB") == (
        Frame("back", "VERB", "up", frozenset(), "SUPPORTS", ("subject",), ("object",)),
    )
    assert lexicon.frames("back", "NOUN") == ()
    assert len(lexicon) == 2
    assert [f.lemma for f in lexicon] == ["back", "support"]
    relation = lexicon.relations["SUPPORTS"]
    assert (relation.quad, relation.cameo, relation.score) == (Quad.VERBAL_COOPERATION, "05", 4.0)
    assert lexicon.relations["ALLY_OF"].quad is None


def test_light_verbs(lexicon: Lexicon) -> None:
    """Light verbs are listed, phrasal ones as lemma and particle."""
    assert {"launch", "carry out", "hold", "impose"} <= lexicon.light_verbs
    assert "kill" not in lexicon.light_verbs


def test_silent_verbs(lexicon: Lexicon, tmp_path: Path) -> None:
    """Silent verbs relate nobody; a verb cannot be silent and have a free frame, but fixed phrases it may have."""
    assert {"include", "become", "quote"} <= lexicon.silent
    phrase = '[[frames]]\nrelation = "ALLY_OF"\nobject = ["part"]\nwords = ["take"]\n'
    assert make_lexicon(tmp_path, frames='silent = ["take"]\n' + FRAMES + phrase).silent == {"take"}
    with pytest.raises(ConfigError, match="the verb 'support' is silent and says SUPPORTS"):
        make_lexicon(tmp_path, frames='silent = ["support"]\n' + FRAMES)


def test_size_of_the_shipped_lexicon(lexicon: Lexicon) -> None:
    """At most 200 relations, at least 1,500 senses, all parts of speech."""
    assert len(lexicon.relations) <= MAX_RELATIONS == 200
    assert len(lexicon) >= 1500
    assert {f.pos for f in lexicon} == {"VERB", "NOUN", "ADJ", "NOMINAL", "CASE"}


def test_every_category_has_words(lexicon: Lexicon) -> None:
    """Each event category, standing relation, SAY and OTHER is said by some word."""
    assert {lexicon.relations[f.relation].category for f in lexicon} == set(Category)


def test_every_relation_has_words(lexicon: Lexicon) -> None:
    """No relation is left without a frame that leads to it."""
    assert set(lexicon.relations) - {f.relation for f in lexicon} == set()


def test_all_slots_are_known(lexicon: Lexicon) -> None:
    """Each frame names only slots that extraction can fill for its part of speech, and two different ends."""
    for frame in lexicon:
        assert set(frame.source) | set(frame.target) <= SLOTS[frame.pos], frame
        assert frame.source != frame.target or lexicon.relations[frame.relation].symmetric, frame


def test_scores_follow_the_category(lexicon: Lexicon) -> None:
    """Cooperation does not score below 0, conflict not above; an appeal is 0, a demand below; roles carry none."""
    for relation in lexicon.relations.values():
        if relation.quad in (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION):
            assert relation.score >= 0, relation
        elif relation.quad is not None:
            assert relation.score <= 0, relation
        elif relation.category not in (Category.ALLY, Category.RIVAL):
            assert relation.score == 0, relation
    assert lexicon.relations["URGES"].score == 0
    assert lexicon.relations["DEMANDS_OF"].score < 0
    assert lexicon.relations["ALLY_OF"].score > 0 > lexicon.relations["RIVAL_OF"].score
    assert lexicon.relations["MASSACRES"].score < lexicon.relations["CRITICIZES"].score


def test_symmetry(lexicon: Lexicon) -> None:
    """Meetings, allies and rivals hold both ways; kin, visits and support do not."""
    symmetric = {name for name, relation in lexicon.relations.items() if relation.symmetric}
    assert {"MEETS", "TALKS_WITH", "ALLY_OF", "RIVAL_OF", "COOPERATES_WITH", "FIGHTS"} <= symmetric
    assert symmetric.isdisjoint({"KIN_OF", "VISITS", "SUPPORTS", "ATTACKS", "MEMBER_OF"})


def test_quad_and_cameo_tables_cover_the_event_categories() -> None:
    """The 16 event categories have a quad class and CAMEO roots; SAY has a root alone."""
    assert len(QUADS) == 16
    assert set(CAMEO_ROOTS) == set(QUADS) | {Category.SAY}
    assert {root for roots in CAMEO_ROOTS.values() for root in roots} == {f"{n:02}" for n in range(1, 21)}


BAD_RELATIONS = [
    ('X = { category = "SUPORT", cameo = "05" }', "has the category 'SUPORT'"),
    ('X = { cameo = "05" }', "has the category None"),
    ('X = { category = "SUPPORT", cameo = "04" }', "has the CAMEO root '04'"),
    ('X = { category = "SUPPORT" }', "has the CAMEO root None"),
    ('X = { category = "ROLE", cameo = "05" }', "has the CAMEO root '05'"),
    ('X = { category = "SUPPORT", cameo = "05", score = 11 }', "has the score 11"),
    ('X = { category = "SUPPORT", cameo = "05", score = "high" }', "has the score 'high'"),
    ('X = { category = "ROLE", score = 2 }', "has the score 2"),
    ('X = { category = "SUPPORT", cameo = "05", symmetric = "yes" }', "has symmetric = 'yes'"),
    ('X = { category = "KIN", symmetric = true }', "is symmetric"),
    ('X = { category = "RIVAL" }', "is not symmetric"),
    ('X = { category = "SUPPORT", cameo = "05", scroe = 2 }', "unknown key 'relations.X.scroe'"),
    ('X = "SUPPORT"', "must be a table"),
    ('x-y = { category = "ROLE" }', "is no relation name"),
]


@pytest.mark.parametrize(("row", "words"), BAD_RELATIONS, ids=[case[-1] for case in BAD_RELATIONS])
def test_bad_relations_are_refused(tmp_path: Path, row: str, words: str) -> None:
    """A relation that breaks a rule of the table is a ConfigError that names file and relation."""
    with pytest.raises(ConfigError) as caught:
        make_lexicon(tmp_path, relations=RELATIONS + row + "\n")
    assert words in caught.value.message
    assert caught.value.path == tmp_path / "relations.toml"
    assert (caught.value.key or "").startswith("relations.x-y" if "x-y" in row else "relations.X")


BAD_FRAMES = [
    (FRAMES.replace("SUPPORTS", "SUPPORST"), 4, "unknown relation 'SUPPORST'"),
    (FRAMES.replace("words", "lemmas"), 4, "unknown key 'frames[0].lemmas'"),
    (FRAMES.replace('["support", "back up"]', "[]"), 4, "frames[0] has no words"),
    (FRAMES.replace('"back up"', '"Back"'), 4, "'Back' in frames[0].words is not a lower-case lemma"),
    (FRAMES.replace('"back up"', '"back up to"'), 4, "'back up to' in frames[0].words"),
    (FRAMES.replace('"back up"', '"support"'), 4, "'support' stands twice"),
    (FRAMES + 'target = ["self"]\n', 4, "VERB has no slot 'self'"),
    (FRAMES + 'source = ["withh"]\n', 4, "VERB has no slot 'withh'"),
    (FRAMES + 'source = ["with", "with"]\n', 4, "frames[0].source names a slot twice"),
    (FRAMES + "source = []\n", 4, "frames[0].source must be a list of slots"),
    (FRAMES + '[[frames]]\nrelation = "ALLY_OF"\nwords = ["support"]\n', 7, "a second sense of 'support' (VERB)"),
]


@pytest.mark.parametrize(("frames", "line", "words"), BAD_FRAMES, ids=[case[-1] for case in BAD_FRAMES])
def test_bad_frames_are_refused(tmp_path: Path, frames: str, line: int, words: str) -> None:
    """A frame that breaks a rule is a ConfigError that names file and line."""
    with pytest.raises(ConfigError) as caught:
        make_lexicon(tmp_path, frames=frames)
    assert words in caught.value.message
    assert f"frames.toml, line {line}" in caught.value.message
    assert caught.value.path == tmp_path / "frames.toml"


BAD_FILES = [
    (FRAMES.replace('"VERB"', '"PREP"'), "pos is 'PREP'"),
    (FRAMES.replace('pos = "VERB"', ""), "pos is None"),
    ('pos = "VERB"\n', "there is no [[frames]]"),
    (FRAMES.replace('"VERB"', '"NOMINAL"'), "'back up' in frames[0].words is not one lower-case lemma"),
    (
        'pos = "NOUN"\n[[frames]]\nrelation = "SUPPORTS"\nwords = ["aid"]\n',
        "frames[0].target is missing: a NOUN has no usual slot for it",
    ),
    (
        'pos = "NOUN"\n[[frames]]\nrelation = "SUPPORTS"\ntarget = ["to"]\nobject = ["x"]\nwords = ["aid"]\n',
        "only a verb has object words",
    ),
    ('light_verbs = ["Make"]\n' + FRAMES, "'Make' in light_verbs"),
    ("verbs = []\n" + FRAMES, "unknown key 'verbs'"),
]


@pytest.mark.parametrize(("frames", "words"), BAD_FILES, ids=[case[-1] for case in BAD_FILES])
def test_bad_frame_files_are_refused(tmp_path: Path, frames: str, words: str) -> None:
    """A file with a wrong head is refused as a whole."""
    with pytest.raises(ConfigError) as caught:
        make_lexicon(tmp_path, frames=frames)
    assert words in caught.value.message


def test_duplicates_across_files_name_both_places(tmp_path: Path) -> None:
    """The same sense in two files is refused, and the hint says where the first stands."""
    with pytest.raises(ConfigError, match=r"more\.toml, line 4: a second sense of 'back up'") as caught:
        make_lexicon(tmp_path, more=FRAMES.replace('"support", ', ""))
    assert caught.value.hint == "the first stands in frames.toml, line 4: keep one of them"


def test_fixed_phrases_clash_by_each_object(tmp_path: Path) -> None:
    """Two frames of one verb may not share an object; different objects are different senses."""
    phrase = '[[frames]]\nrelation = "ALLY_OF"\nobject = {}\nwords = ["support"]\n'
    two = FRAMES + phrase.replace("{}", '["cause", "side"]') + phrase.replace("{}", '["front"]')
    assert len(make_lexicon(tmp_path, frames=two)) == 4
    with pytest.raises(ConfigError, match="a second sense of 'support side'"):
        make_lexicon(tmp_path, frames=two + phrase.replace("{}", '["side"]'))


def test_more_than_200_relations_are_refused(tmp_path: Path) -> None:
    """The list of relations is closed at 200: each is a type in the graph."""
    rows = "".join(f'R{n} = {{ category = "ROLE" }}\n' for n in range(199))
    with pytest.raises(ConfigError, match="201 relations, more than 200"):
        make_lexicon(tmp_path, relations=RELATIONS + rows)
    with pytest.raises(ConfigError, match=r"\[relations\] is missing or empty"):
        make_lexicon(tmp_path, relations="[relations]\n")
