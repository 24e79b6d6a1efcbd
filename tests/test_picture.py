"""Pictures: what is aggregated, where it is placed, and that drawing and page are inert."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from picture_samples import HOSTILE, hostile_ledger, make_ledger
from sample_graph import (
    ACTORS,
    ARCADIA,
    BORDURIA,
    MINISTER,
    REBELS,
    UNION,
    SampleActor,
    make_participant,
    make_statement,
)

from kg.errors import UnknownActor
from kg.model import DocumentReference, Modality, Polarity, Sentence, Statement, Words
from kg.picture import PictureOptions, draw
from kg.picture.evidence import Certainty, Tone, badges, certainty_of, group_evidence, tone_of, tone_of_score
from kg.picture.graph import build_graph
from kg.picture.labels import disc_box, place_names, trace
from kg.picture.layout import Box, place_actors
from kg.picture.page_data import mark_sentence, status_of, to_inert_json
from kg.picture.views import view_actor, view_backbone
from kg.picture.words import clean, shorten, text_width, wrap


def scored(number: int, score: float, **changes: Any) -> Statement:
    """Return statement `number` of Arcadia about Borduria, in a document of its own."""
    statement = make_statement(f"s{number}", ARCADIA, "SUPPORTS", BORDURIA, score=score, **changes)
    reference = DocumentReference(f"d{number}", f"news/{number}.txt", "2015-03-01", None, None, f"d{number}")
    return replace(statement, document=reference)


def star(count: int) -> list[Statement]:
    """Return one statement from Arcadia to each of `count` actors, the friendlier the later."""
    found = []
    for number in range(count):
        actor = SampleActor(f"n{number:02}", f"Neighbour Number {number} of Arcadia")
        statement = make_statement(f"s{number}", ARCADIA, "SUPPORTS", actor, document=1)
        found.append(replace(statement, score=float(number - count // 2)))
    return found


# -- evidence


def test_reprints_count_once() -> None:
    """Two events in a text and one in its reprint are two pieces of evidence, not three."""
    first = [replace(scored(1, 4.0), event="e1"), replace(scored(1, 4.0), event="e2")]
    reprint = scored(2, 4.0)
    reprint = replace(reprint, document=replace(reprint.document, origin="d1"))
    assert len(group_evidence([reprint, *first])) == 2


def test_statements_of_one_event_count_once() -> None:
    """Two statements of one clause are one piece of evidence."""
    assert len(group_evidence([replace(scored(1, 4.0), event="e", sid=sid) for sid in "ab"])) == 1


@pytest.mark.parametrize(
    ("score", "tone"), [(4.0, "supportive"), (-2.0, "hostile"), (1.9, "neutral"), (0.0, "neutral"), (-1.5, "neutral")]
)
def test_tone_of_a_score(score: float, tone: str) -> None:
    """Appeals and plain meetings bear no tone."""
    assert tone_of_score(score) == tone


@pytest.mark.parametrize(
    ("supportive", "hostile", "neutral", "tone"),
    [
        (3, 1, 0, Tone.MIXED),
        (4, 1, 0, Tone.SUPPORTIVE),
        (1, 4, 0, Tone.HOSTILE),
        (1, 1, 8, Tone.MIXED),
        (1, 1, 115, Tone.NEUTRAL),
        (0, 2, 7, Tone.HOSTILE),
        (0, 0, 3, Tone.NEUTRAL),
    ],
)
def test_mixed_rule(supportive: int, hostile: int, neutral: int, tone: Tone) -> None:
    """A fifth must bear a tone, and a quarter of those the other tone."""
    scores = [5.0] * supportive + [-5.0] * hostile + [0.0] * neutral
    assert tone_of([(scored(number, score),) for number, score in enumerate(scores)]) is tone


def test_denied_support_does_not_soften_a_hostile_line() -> None:
    """Denied units have no say in the tone where others are told."""
    denied = scored(1, 5.0, polarity=Polarity.NEGATED, factual=False)
    assert tone_of([(denied,), (scored(2, -5.0),)]) is Tone.HOSTILE
    assert tone_of([(denied,)]) is Tone.SUPPORTIVE


def test_certainty() -> None:
    """Mostly denied, at least half asserted, or neither."""
    speaker = ((make_participant(MINISTER),),)
    denied = (scored(1, 4.0, polarity=Polarity.NEGATED, factual=False),)
    reported = (scored(2, 4.0, attributed_to=speaker),)
    planned = (scored(3, 4.0, modality=Modality.PLANNED, factual=False),)
    asserted = (scored(4, 4.0),)
    assert certainty_of([denied, denied, asserted]) is Certainty.DENIED
    assert certainty_of([denied, asserted]) is Certainty.ASSERTED
    assert certainty_of([reported, planned, asserted]) is Certainty.REPORTED


def test_badges_and_status() -> None:
    """A denied statement on somebody's word says both; the page files it under denied."""
    statement = scored(1, 4.0, polarity=Polarity.NEGATED, factual=False, attributed_to=((make_participant(MINISTER),),))
    assert badges(statement) == ("denied", "reported")
    assert status_of(statement) == "denied"
    assert status_of(scored(1, 4.0, modality=Modality.REQUESTED, factual=False)) == "asked or planned"
    assert status_of(scored(1, 4.0)) == "factual"


# -- graph and views


def test_one_line_for_each_direction_and_one_without() -> None:
    """Both directions and a symmetric relation between two actors are three lines."""
    statements = [
        make_statement("a", ARCADIA, "SUPPORTS", BORDURIA),
        make_statement("b", BORDURIA, "ATTACKS", ARCADIA, score=-9.0),
        make_statement("c", BORDURIA, "MEETS", ARCADIA, symmetric=True),
        make_statement("d", ARCADIA, "MEETS", BORDURIA, symmetric=True),
    ]
    graph = build_graph(statements, ACTORS)
    found = [(line.source, line.target, line.symmetric, line.tone, line.evidence) for line in graph.lines]
    assert found == [
        ("Q1", "Q2", True, Tone.SUPPORTIVE, 2),
        ("Q1", "Q2", False, Tone.SUPPORTIVE, 1),
        ("Q2", "Q1", False, Tone.HOSTILE, 1),
    ]
    assert graph.nodes["Q1"].evidence == 4


def test_denied_relations_are_named_as_such() -> None:
    """A line that is not denied is named by what is told, not by the more frequent denial."""
    denied = [replace(scored(n, 5.0, polarity=Polarity.NEGATED, factual=False), relation="SELLS_TO") for n in (1, 2)]
    told = [replace(scored(n, -6.0), relation="SANCTIONS") for n in (3, 4)]
    (line,) = build_graph([*denied, *told]).lines
    assert line.relations == (("SANCTIONS", False, 2), ("SELLS_TO", True, 2))
    assert (line.tone, line.certainty) == (Tone.HOSTILE, Certainty.ASSERTED)
    (line,) = build_graph([*denied, told[0]]).lines
    assert line.relations == (("SELLS_TO", True, 2), ("SANCTIONS", False, 1))
    assert (line.tone, line.certainty) == (Tone.SUPPORTIVE, Certainty.DENIED)


def test_period_leaves_out_and_counts_undated() -> None:
    """Both ends of the period belong to it; statements without a date are counted."""
    undated = scored(9, 4.0)
    undated = replace(undated, document=replace(undated.document, published=None))
    statements = [make_statement(f"s{day}", ARCADIA, "SUPPORTS", BORDURIA, document=day) for day in (1, 2, 3, 4)]
    graph = build_graph([*statements, undated], from_date="2015-03-02", to_date="2015-03-03")
    assert (graph.statements, graph.undated, graph.first_day, graph.last_day) == (2, 1, "2015-03-02", "2015-03-03")
    assert build_graph([undated]).statements == 1


def test_one_actor_says_what_is_hidden() -> None:
    """30 neighbours, 24 shown, 6 hidden, hostile ones first."""
    view = view_actor(build_graph(star(30)), "Q1", top=24)
    assert view.caption == "24 of 30 neighbours, 6 hidden"
    assert [node.uid for node in view.nodes] == ["Q1", *(f"n{number:02}" for number in range(24))]


def test_hostile_left_friendly_right() -> None:
    """Places on the rings follow net tone from left to right."""
    view = view_actor(build_graph(star(8)), "Q1", top=8)
    places = place_actors(view)
    assert places["n00"][0] < places["n02"][0] < places["Q1"][0] < places["n05"][0] < places["n07"][0]


def test_depth_adds_neighbours_of_neighbours() -> None:
    """The union is two steps from Arcadia."""
    statements = [
        make_statement("a", ARCADIA, "SUPPORTS", BORDURIA),
        make_statement("b", BORDURIA, "SUPPORTS", UNION),
        make_statement("c", UNION, "ATTACKS", REBELS),
    ]
    graph = build_graph(statements)
    assert set(view_actor(graph, "Q1", top=24).hops) == {"Q1", "Q2"}
    assert dict(view_actor(graph, "Q1", top=24, depth=2).hops) == {"Q1": 0, "Q2": 1, "Q4": 2}
    assert view_actor(graph, "Q1", top=24, depth=2).caption == "1 of 1 neighbours, and 1 more further off"
    assert len(view_actor(graph, "Q1", top=24, depth=3).lines) == 3


def test_backbone_keeps_the_strongest() -> None:
    """Two actors of four, and the line between them."""
    statements = [make_statement(f"s{day}", ARCADIA, "SUPPORTS", BORDURIA, document=day) for day in (1, 3, 4)]
    statements.append(make_statement("x", UNION, "ATTACKS", REBELS))
    view = view_backbone(build_graph(statements), top=2)
    assert [node.uid for node in view.nodes] == ["Q1", "Q2"]
    assert view.caption == "2 of 4 actors, 2 hidden"


# -- places and labels


def overlaps(boxes: list[Box]) -> list[float]:
    """Return for each pair of boxes the share of the smaller one that the other covers."""
    pairs = [(a, b) for place, a in enumerate(boxes) for b in boxes[:place]]
    return [a.overlap(b) / min(a.area, b.area) for a, b in pairs]


@pytest.mark.parametrize("count", [1, 2, 5, 9, 24, 39])
def test_names_of_one_actor_hardly_overlap(count: int) -> None:
    """No two names share more than a tenth, whatever the number of neighbours."""
    view = view_actor(build_graph(star(count)), "Q1", top=count)
    assert max(overlaps(name_boxes(view))) <= 0.10


def test_names_of_the_backbone_hardly_overlap() -> None:
    """Sixty actors in a dense net keep their names apart."""
    actors = [SampleActor(f"n{number:02}", f"Neighbour Number {number} of Arcadia") for number in range(60)]
    statements = [
        make_statement(f"s{one}-{other}", actors[one], "SUPPORTS", actors[other])
        for one in range(60)
        for other in {(one * 7 + 3) % 60, (one * one + 1) % 60, (one + 1) % 60} - {one}
    ]
    view = view_backbone(build_graph(statements), top=60)
    assert len(view.nodes) == 60
    assert max(overlaps(name_boxes(view))) <= 0.10


def name_boxes(view: Any) -> list[Box]:
    places = place_actors(view)
    nodes = {node.uid: node for node in view.nodes}
    curves = [trace(line, nodes[line.source], nodes[line.target], places) for line in view.lines]
    discs = [disc_box(node, places[node.uid]) for node in view.nodes]
    assert max(overlaps(discs), default=0.0) == 0.0
    names = place_names(view.nodes, places, curves)
    covered = [name.box.overlap(box) / box.area for name in names.values() for box in discs]
    assert max(covered) <= 0.10
    return [name.box for name in names.values()]


def test_words() -> None:
    """Words are cleaned, cut and wrapped; wide letters take more room."""
    assert clean("Anna\u202e  Keller\n\x00") == "Anna Keller"
    assert shorten("Organization", 6) == "Organ…"
    assert wrap("Organization for Security and Co-operation in Europe", 18) == (
        "Organization for",
        "Security and Co-ope…",
    )
    assert wrap("Iraq", 18) == ("Iraq",)
    assert text_width("WWW", 10) > text_width("iii", 10)


# -- drawing


def test_svg_is_well_formed_and_says_what_it_shows() -> None:
    """The drawing parses, has title and description, arrows in both directions and the legend."""
    ledger = make_ledger(
        [
            make_statement("a", ARCADIA, "SUPPORTS", BORDURIA),
            make_statement("b", BORDURIA, "ATTACKS", ARCADIA, score=-9.0),
        ]
    )
    root = ElementTree.fromstring(draw(ledger, PictureOptions(actor="Arcadia"), output_format="svg"))
    name = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{name}title") == "Arcadia and its neighbours"
    description = root.findtext(f"{name}desc") or ""
    assert description.startswith("1 of 1 neighbours; 2 statements from 1 documents, 2015-03-01 to 2015-03-01.")
    assert "Arcadia → Borduria: evidence 1, supportive, mostly asserted; SUPPORTS" in description
    keys = [node.get("data-line") for node in root.iter(f"{name}g") if node.get("class") == "line"]
    assert sorted(key or "" for key in keys) == ["Q1 Q2 to", "Q2 Q1 to"]
    colors = {node.get("stroke") for node in root.iter(f"{name}path")}
    assert {"#0b6fb8", "#c2410c"} <= colors


def test_same_input_same_bytes() -> None:
    """The order of actors, and a second drawing, change nothing."""
    statements = star(12)
    one, two = make_ledger(statements), make_ledger(statements, list(reversed(ACTORS)))
    for output_format in ("svg", "html"):
        for options in (PictureOptions(actor="Arcadia"), PictureOptions(backbone=True)):
            assert draw(one, options, output_format=output_format) == draw(two, options, output_format=output_format)


def test_nothing_to_draw_says_so() -> None:
    """An empty ledger and an empty period give a picture with a hint."""
    assert "No statements yet" in draw(make_ledger([]), PictureOptions(), output_format="svg")
    options = PictureOptions(actor="Arcadia", from_date="2031-01-01")
    drawing = draw(make_ledger(star(3)), options, output_format="svg")
    assert "No statements from 2031-01-01" in drawing
    assert "0 of 0 neighbours" in drawing
    assert "No statements from 2031-01-01" in draw(make_ledger(star(3)), options, output_format="html")


def test_unknown_and_ambiguous_actors() -> None:
    """A name without an actor, or with two, is an error that lists what it may mean."""
    with pytest.raises(UnknownActor, match="no actor 'Atlantis'"):
        draw(make_ledger(star(3)), PictureOptions(actor="Atlantis"))
    twins = [ARCADIA, replace(BORDURIA, aliases=("Arcadia",))]
    with pytest.raises(UnknownActor) as caught:
        draw(make_ledger(star(3), twins), PictureOptions(actor="Arcadia"))
    assert caught.value.candidates == ("Arcadia (Q1)", "Borduria (Q2)")


# -- page


class PageReader(HTMLParser):
    """Collects what a browser would run, load or follow."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.inside: list[str] = []
        self.bodies: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.policy = ""
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        if tag in {"script", "style"}:
            self.scripts.append(given)
            self.inside.append(tag)
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given.get("content") or ""
        self.handlers += [name for name in given if name.startswith("on") or name == "style"]
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "xlink:href", "action"}]

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.bodies.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()


def data_of(page: str) -> Any:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert match is not None
    return json.loads(match.group(1))


def test_hostile_words_stay_words() -> None:
    """Script tags, quotes and handlers in names, sentences and titles add no element and no attribute."""
    page = draw(hostile_ledger(), PictureOptions())
    harmless = draw(make_ledger([make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA)]), PictureOptions())
    reader, model = PageReader(page), PageReader(harmless)
    assert reader.tags == model.tags
    assert "img" not in reader.tags
    assert reader.handlers == []
    assert reader.scripts == model.scripts
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    svg = draw(hostile_ledger(), PictureOptions(), output_format="svg")
    root = ElementTree.fromstring(svg)
    assert {node.tag.rpartition("}")[2] for node in root.iter()} <= {
        "svg", "title", "desc", "g", "rect", "circle", "path", "polygon", "text",
    }  # fmt: skip
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", svg)


def test_page_loads_nothing_and_its_policy_fits() -> None:
    """No address in the page, no network in the policy, and digests of just its own script and style."""
    page = draw(make_ledger(star(3)), PictureOptions(actor="Arcadia"))
    reader = PageReader(page)
    assert reader.addresses == []
    assert reader.policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in reader.policy
    assert "unsafe" not in reader.policy
    bodies = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page, re.DOTALL)
    digests = {"sha256-" + base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies}
    assert digests == set(re.findall(r"sha256-[A-Za-z0-9+/=]+", reader.policy))
    links = set(re.findall(r"https?://[^\"' <)]+", page))
    assert links == {"http://www.w3.org/2000/svg"}
    assert "innerHTML" not in page


def test_page_data_holds_every_statement() -> None:
    """What the page lists adds up, and comes back from its JSON as it was."""
    ledger = make_ledger(star(30))
    data = data_of(draw(ledger, PictureOptions(actor="Arcadia", top=5)))
    assert (len(data["statements"]), len(data["lines"]), len(data["actors"]), data["left_out"]) == (30, 30, 31, 0)
    assert data["actors"][data["focus"]]["name"] == "Arcadia"
    assert data["sentences"] == ["Somebody did something."]
    assert {row["sid"] for row in data["statements"]} == {f"s{number}" for number in range(30)}
    assert data["documents"] == [
        {
            "id": "news/1.txt",
            "title": "Report 1",
            "publisher": "Coast Herald",
            "published": "2015-03-01",
            "reprint": False,
        }
    ]


def test_redacted_page_has_no_word_of_the_text() -> None:
    """Sentences, matters and words as written are left out; names and relations stay."""
    secret = "Zebra crossing whispers."
    statement = make_statement("s1", ARCADIA, "SUPPORTS", BORDURIA, sentence=secret, matter=Words("Zebra", 0, 5))
    ledger = make_ledger([statement])
    assert "Zebra" in draw(ledger, PictureOptions())
    page = draw(ledger, PictureOptions(redact_text=True))
    assert "Zebra" not in page
    assert "Arcadia" in page
    assert data_of(page)["statements"][0]["sentence"] is None


def test_marks_count_as_browsers_do() -> None:
    """A character outside the basic plane is two units, a hidden one none; ends win over the predicate."""
    text = "\u200b🕊 Arcadia backs Borduria."
    statement = make_statement("s", ARCADIA, "SUPPORTS", BORDURIA)
    statement = replace(
        statement,
        sentence=Sentence(0, 100, 100 + len(text), text),
        source=replace(statement.source, start=103, end=110),
        predicate=replace(statement.predicate, start=111, end=116),
        target=replace(statement.target, start=117, end=125),
        cues=(Words("backs", 111, 116),),
    )
    cleaned, marks = mark_sentence(statement)
    assert cleaned == "🕊 Arcadia backs Borduria."
    units = cleaned.encode("utf-16-le")
    shown = [(units[2 * start : 2 * end].decode("utf-16-le"), role) for start, end, role in marks]
    assert shown == [("Arcadia", "source"), ("backs", "predicate"), ("Borduria", "target")]


def test_inert_json_round_trip() -> None:
    """The JSON holds no bracket that HTML could read, and says the same."""
    value = {"a": [HOSTILE, "<!--", "]]>", "\u2028"]}
    text = to_inert_json(value)
    assert not set("<>&") & set(text)
    assert json.loads(text) == value
