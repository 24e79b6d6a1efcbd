"""Find the phrases of a tree that can refer to an actor: names with their titles, actor nouns, personal pronouns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model import Kind, Words
from kg.resolve.name import DASHES, Name, Origin
from kg.resolve.words import clean_words, find_title, top_token, word_class
from kg.tables import ActorTables, Noun, name_key
from kg.tree import Token, Tree

INSIDE = frozenset(
    {
        "compound",
        "amod",
        "nummod",
        "flat",
        "nmod:desc",
        "nmod:poss",
        "fixed",
        "goeswith",
        "nmod:unmarked",
        "advmod",
        "det:predet",
    }
)
PART_OF_NAME = frozenset({"compound", "flat", "nmod:desc", "amod", "goeswith", "fixed", "nmod:unmarked"})
ARGUMENTS = frozenset({"nsubj", "obj", "iobj", "obl", "nmod"})
BEFORE_NOUNS = frozenset({"det", "amod", "compound", "nummod", "nmod:poss"})
ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those", "no", "whose", "which", "including", "such"})
COLLECTIVE = frozenset({"police", "people", "public", "military", "media", "press", "staff"})
ABROAD = frozenset({"embassy", "consulate", "mission", "delegation", "troops", "forces"})
OWNERS = frozenset({"his", "her", "its", "their", "my", "our", "your", "own"})
NOMINAL = frozenset({"NOUN", "PROPN"})
PRONOUNS = {
    "he": "male", "him": "male", "his": "male",
    "she": "female", "her": "female", "hers": "female",
    "it": "thing", "its": "thing",
    "they": "plural", "them": "plural", "their": "plural", "theirs": "plural",
    "we": "speaker", "us": "speaker", "our": "speaker", "ours": "speaker",
    "i": "speaker", "me": "speaker", "my": "speaker", "mine": "speaker",
}  # fmt: skip


class Form(StrEnum):
    """How a phrase refers."""

    NAME = "NAME"
    NOUN = "NOUN"
    PRONOUN = "PRONOUN"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that can refer to an actor: tokens `first` to `last`, both included.

    Attributes:
        tree: the sentence's tree.
        head: index of its head token.
        form: name, noun or pronoun.
        name: the name it consists of or ends in, or None.
        noun: the table's entry of its head noun, or None.
        noun_first: where the table's words for that noun begin.
        country: ISO alpha-3 of the country that its own words name, or None.
        body: the organisation that its own words name ("Taliban insurgents"), or None.
        definite: whether it says "the", "this" or nothing before a capital.
        plural: whether it speaks of several.
        nested: whether it stands before another noun and is somebody else ("army" in "army spokesman").
        shared: the words it has in common with a phrase joined to it ("officials" for the first word of "Iranian and
            Russian officials"), with its own country, or None.
    """

    tree: Tree
    head: int
    first: int
    last: int
    form: Form
    name: Name | None = None
    noun: Noun | None = None
    noun_first: int = 0
    country: str | None = None
    body: Name | None = None
    definite: bool = False
    plural: bool = False
    nested: bool = False
    shared: Phrase | None = None

    @property
    def words(self) -> Words:
        """The words as written, with their offsets."""
        return clean_words(self.tree.words(self.first, self.last))

    @property
    def bare(self) -> Words | None:
        """A person's name without the titles before it, None where there are none."""
        if self.name is None or self.name.kind is not Kind.PERSON or self.name.first == self.first:
            return None
        return clean_words(self.tree.words(self.name.first, self.last))

    @property
    def text(self) -> str:
        """The words as written."""
        return self.words.text


def find_phrases(tree: Tree, names: tuple[Name, ...], tables: ActorTables) -> tuple[Phrase, ...]:
    """Return the phrases of a sentence in the order of their first words, longer ones first.

    A name inside a longer phrase is a phrase of its own: "Syrian" in "Syrian government". Common nouns inside longer
    phrases are left to `kg.resolve.nested`.

    Args:
        tree: the sentence.
        names: its names, from `find_names`.
        tables: the pipeline's actor tables.
    """
    phrases: list[Phrase] = []
    used: set[Name] = set()
    for token in tree:
        if token.text.casefold() in {"those", "others"} and tree.children(token.i, "acl:relcl", "acl"):
            phrases.append(
                Phrase(tree, token.i, token.i, token.i, Form.NOUN, noun=tables.nouns.get("person"), plural=True)
            )
        elif word_class(token) == "PRON" or token.tag in {"PRP", "PRP$"}:
            if token.text.casefold() in PRONOUNS and token.text != "US":
                phrases.append(_pronoun(tree, token))
        elif _is_phrase_head(tree, token, names, tables):
            phrase = _phrase(tree, token, names, tables)
            if phrase is not None:
                phrases.append(phrase)
                if phrase.name is not None:
                    used.add(phrase.name)
    phrases.extend(_name_alone(tree, name, tables) for name in names if name not in used)
    return tuple(sorted(_without_doubles(phrases), key=lambda p: (p.first, -p.last)))


def _without_doubles(phrases: list[Phrase]) -> list[Phrase]:
    """Keep one phrase for each head, the one with a name first, and no common noun inside a name or its title."""
    named = [phrase for phrase in phrases if phrase.form is Form.NAME]
    longer = named + [phrase for phrase in phrases if phrase.form is Form.NOUN and phrase.last > phrase.head]
    by_head: dict[int, Phrase] = {}
    for phrase in phrases:
        inside = (n for n in longer if n is not phrase and n.head != phrase.head and n.first <= phrase.head <= n.last)
        if phrase.form is Form.NOUN and any(n.form is Form.NAME or n.head < phrase.head for n in inside):
            continue
        known = by_head.get(phrase.head)
        if known is None or (known.name is None and phrase.name is not None):
            by_head[phrase.head] = phrase
    return list(by_head.values())


def _pronoun(tree: Tree, token: Token) -> Phrase:
    plural = PRONOUNS[token.text.casefold()] == "plural"
    return Phrase(tree, token.i, token.i, token.i, Form.PRONOUN, plural=plural)


def _is_phrase_head(tree: Tree, token: Token, names: tuple[Name, ...], tables: ActorTables) -> bool:
    adjective = word_class(token) == "ADJ" and _heads_phrase(tree, token)
    if word_class(token) not in NOMINAL and not adjective and not _is_noun_by_place(tree, token, tables):
        return False
    covering = [name for name in names if name.covers(token.i)]
    if any(top_token(tree, name.first, name.last) != token.i for name in covering):
        return False
    if token.relation in {"compound", "flat", "fixed", "goeswith"} or token.dep in {"nmod:desc", "nmod:unmarked"}:
        return not covering and abs(token.head - token.i) > 8
    return token.relation != "amod"


def _is_noun_by_place(tree: Tree, token: Token, tables: ActorTables) -> bool:
    """Return whether a word tagged as a verb or adjective is an actor noun: the tree gives it a noun's place."""
    if (
        token.relation not in ARGUMENTS
        or word_class(token) not in {"VERB", "ADJ"}
        or token.tag in {"VBD", "VBN", "VBG"}
    ):
        return False
    before = any(
        c.i < token.i and (c.relation in BEFORE_NOUNS or c.dep in BEFORE_NOUNS) for c in tree.children(token.i)
    )
    return (before or token.text.endswith("s")) and find_noun(tree, token, token.i, tables)[0] is not None


def _heads_phrase(tree: Tree, token: Token) -> bool:
    """Return whether an adjective stands as a noun: "the wounded", "the Dutch"."""
    return bool(tree.children(token.i, "det")) and token.relation in {"nsubj", "obj", "obl", "iobj", "nmod", "conj"}


def base_span(tree: Tree, head: int) -> tuple[int, int]:
    """Return the stretch of the base noun phrase around `head`, articles, clauses and of-phrases left out."""
    inside = {head}
    for child in tree.children(head):
        if child.relation in INSIDE or child.dep in INSIDE:
            if child.i > head and child.relation not in {"flat", "goeswith", "fixed"} and child.dep != "nmod:desc":
                continue
            inside.update(t.i for t in tree.subtree(child.i))
        elif child.relation == "det" and child.i < head and child.text.casefold() not in ARTICLES:
            inside.update(t.i for t in tree.subtree(child.i))
    first = last = head
    while first > 0 and (first - 1 in inside or (_joins(tree, first - 1) and first - 2 in inside)):
        first -= 1
    while last + 1 < len(tree) and last + 1 in inside:
        last += 1
    while first < head and (
        tree[first].text.casefold() in ARTICLES | OWNERS
        or word_class(tree[first]) in {"PUNCT", "CCONJ", "ADP"}
        or (first and (tree[first - 1].text + tree[first].text).casefold() in {"atleast", "atmost"})
    ):
        first += 1
    return first, last


def _joins(tree: Tree, i: int) -> bool:
    """Return whether a mark inside a noun phrase holds it together: a quote or a hyphen, no dash between spaces."""
    if word_class(tree[i]) != "PUNCT" or i == 0:
        return False
    return tree[i].text not in DASHES or tree[i - 1].end == tree[i].start


def _phrase(tree: Tree, token: Token, names: tuple[Name, ...], tables: ActorTables) -> Phrase | None:
    first, last = base_span(tree, token.i)
    first = min([first, *(name.first for name in names if name.first < first <= name.last)])
    noun, noun_first = find_noun(tree, token, first, tables)
    first = min(
        [first, *(name.first for name in names if name.last + 1 == noun_first == first and is_actor_body(name))]
    )
    main = next((name for name in names if name.covers(token.i)), None)
    if main is None and last > token.i:
        main = next((name for name in names if name.first > token.i and name.last <= last), None)
    if main is None:
        main = _apposed_name(tree, token, names, tables)
    definite = _is_definite(tree, token, first)
    plural = token.has("Number", "Plur") or token.tag in {"NNS", "NNPS"} or noun_means_many(token, noun)
    if main is not None:
        first, last = _around_name(tree, first, max(last, main.last), main, names, tables)
        country = find_country(tree, first, main.first - 1, names, token)
        head = top_token(tree, first, last) if main.kind is Kind.PERSON else token.i
        return Phrase(tree, head, first, last, Form.NAME, main, noun, noun_first, country, None, definite, plural)
    if noun is None:
        return None
    inside = [
        n for n in names if first <= n.first and n.last < token.i and is_actor_body(n) and not is_hyphenated(tree, n)
    ]
    body = inside[-1] if inside else None
    country = find_country(tree, first, token.i - 1, names, token)
    if country is not None and noun.institution and body is None:
        first = next((n.first for n in names if first <= n.first and n.last < token.i and n.country == country), first)
    last = _with_title_after(tree, token, _with_country_after(tree, token, last, names, noun), tables)
    return Phrase(tree, token.i, first, last, Form.NOUN, None, noun, noun_first, country, body, definite, plural)


def is_hyphenated(tree: Tree, name: Name) -> bool:
    """Return whether a name is only part of a word: "anti-ISIL", "US-led"."""
    text, offset = tree.sentence.text, tree.sentence.start
    before = text[tree[name.first].start - offset - 1 : tree[name.first].start - offset]
    after = text[tree[name.last].end - offset : tree[name.last].end - offset + 1]
    return before in {"-", "–"} or after in {"-", "–"}


def _apposed_name(tree: Tree, token: Token, names: tuple[Name, ...], tables: ActorTables) -> Name | None:
    """Return the name that follows a word of office or "group" without a comma, where the parser parted them."""
    kind = Kind.ORG if _says_what(tree, token.i, tables) else Kind.PERSON
    if kind is Kind.PERSON and find_title(tree, token.i, tables) is None:
        return None
    for child in tree.children(token.i, "appos", "flat", "nmod:desc", "dep"):
        for name in names:
            if name.first == token.i + 1 and name.covers(child.i) and name.kind is kind:
                return name
    return None


def is_actor_body(name: Name) -> bool:
    if name.entity is not None:
        return name.entity.kind in {Kind.ORG, Kind.GROUP}
    return name.kind in {Kind.ORG, Kind.PERSON} and name.origin in {Origin.TAGGER, Origin.CAPITALS}


def _around_name(
    tree: Tree, first: int, last: int, name: Name, names: tuple[Name, ...], tables: ActorTables
) -> tuple[int, int]:
    """Return the span of a name with what belongs to it.

    Titles before a person ("Iraq's President Jalal Talabani"), the country of an organisation ("Britain's High Court"),
    the word that says what it is ("Palestinian militant group Hamas").
    """
    first = min(first, name.first)
    if name.kind is Kind.PERSON:
        start = min(first, title_start(tree, name, tables))
        while start < name.first and (tree[name.first - 1].tag == "POS" or tree[start].tag == "POS"):
            start = name.first if tree[name.first - 1].tag == "POS" else start + 1
        return start, name.last
    if name.kind is Kind.NORP:
        return first, max(last, name.last)
    before = name.first - 1
    if name.kind is not Kind.ORG or before < 0:
        return name.first, name.last
    if _says_what(tree, before, tables):
        return min(first, before), name.last
    owner_end = before - 1 if tree[before].tag == "POS" else before
    owner = next((n for n in names if n.last == owner_end and n.country and n.kind in {Kind.GPE, Kind.NORP}), None)
    return (name.first if owner is None or owner is name else owner.first), name.last


def _says_what(tree: Tree, i: int, tables: ActorTables) -> bool:
    """Return whether token `i` is a small word that says what the name after it is: "group", "party"."""
    noun = tables.nouns.get(tree[i].text)
    return noun is not None and noun.classifier


def find_noun(tree: Tree, token: Token, first: int, tables: ActorTables) -> tuple[Noun | None, int]:
    """Return the longest entry of the noun table that ends in `token`, and the index of its first word."""
    for start in range(max(first, token.i - 3), token.i + 1):
        before = [t.text.casefold() for t in tree.tokens[start : token.i]]
        for word in _dictionary_forms(token):
            noun = tables.nouns.get(" ".join([*before, word]).replace(" - ", "-"))
            if noun is not None:
                return noun, start
    return None, token.i


def _dictionary_forms(token: Token) -> dict[str, None]:
    """Return what the word may be listed as: its lemma, itself, and its singular where the lemma missed it."""
    lower = token.text.casefold()
    forms = {token.lemma.casefold(): None, lower: None}
    if lower.endswith("men"):
        forms[lower[:-2] + "an"] = None
    elif lower.endswith("ies"):
        forms[lower[:-3] + "y"] = None
    elif lower.endswith("sses"):
        forms[lower[:-2]] = None
    elif lower.endswith("s") and token.tag != "NN":
        forms[lower[:-1]] = None
    return forms


def noun_means_many(token: Token, noun: Noun | None) -> bool:
    """Return whether the noun speaks of several although it is singular: "police", "people"."""
    return noun is not None and token.text.casefold() in COLLECTIVE


def _is_definite(tree: Tree, token: Token, first: int) -> bool:
    words = {t.text.casefold() for t in tree.children(token.i, "det")}
    if words & {"the", "this", "that", "these", "those"}:
        return True
    return not words and (first == 0 or tree[first].text[:1].isupper())


def find_country(tree: Tree, first: int, last: int, names: tuple[Name, ...], head: Token) -> str | None:
    """Return the country named within tokens first to last, or by an "of" phrase of the head; None for several."""
    own = [name for name in names if first <= name.first and name.last <= last and not is_hyphenated(tree, name)]
    inside = {name.country for name in own if name.origin is not Origin.SEAT} - {None}
    if inside:
        return inside.pop() if len(inside) == 1 else None
    owned = bool(tree.children(head.i, "nmod:poss")) or head.text.casefold() in ABROAD
    for child in tree.children(head.i, "nmod"):
        markers = {case.text.casefold() for case in tree.children(child.i, "case")}
        if child.i < head.i or tree.children(child.i, "conj"):
            continue
        for name in names:
            stands = "of" in markers or ("in" in markers and name.origin is Origin.SEAT and not owned)
            if stands and name.covers(child.i) and name.country and name.kind in {Kind.GPE, Kind.NORP}:
                return name.country
    return None


def _with_country_after(tree: Tree, token: Token, last: int, names: tuple[Name, ...], noun: Noun) -> int:
    """Stretch an institution over "of" and its country: "government of Syria"."""
    if not noun.institution or last != token.i or last + 2 >= len(tree) or tree[last + 1].text.casefold() != "of":
        return last
    start = last + 3 if tree[last + 2].text.casefold() == "the" else last + 2
    name = next((n for n in names if n.first == start and n.country is not None and n.kind is Kind.GPE), None)
    return last if name is None else name.last


def _with_title_after(tree: Tree, token: Token, last: int, tables: ActorTables) -> int:
    """Stretch words of office over what belongs to them: "Secretary of State"."""
    for end in range(min(token.i + 3, len(tree) - 1), token.i, -1):
        found = find_title(tree, end, tables)
        if found is not None and found[0] <= token.i:
            return max(last, end)
    return last


def _name_alone(tree: Tree, name: Name, tables: ActorTables) -> Phrase:
    if name.kind is Kind.PERSON:
        first = title_start(tree, name, tables)
        return Phrase(tree, top_token(tree, first, name.last), first, name.last, Form.NAME, name, definite=True)
    head = top_token(tree, name.first, name.last)
    noun, noun_first = find_noun(tree, tree[head], name.first, tables)
    return Phrase(tree, head, name.first, name.last, Form.NAME, name, noun, noun_first, definite=True)


def _goes_with_title(token: Token, tables: ActorTables) -> bool:
    word, key = token.text.casefold().rstrip("."), name_key(token.text)
    return word in tables.modifiers or key in tables.demonyms or key in tables.names


def title_start(tree: Tree, name: Name, tables: ActorTables) -> int:
    """Return where the titles before a person's name begin: "US Secretary of State" before "John Kerry"."""
    first, titled = name.first, False
    while first > 0:
        found = find_title(tree, first - 1, tables)
        word = tree[first - 1].text.casefold().rstrip(".")
        if found is not None:
            first, titled = found[0], True
        elif (
            word in tables.forms
            or (titled and word in tables.modifiers)
            or (titled and name_key(tree[first - 1].text) in tables.demonyms.keys() | tables.names.keys())
        ):
            first -= 1
        else:
            break
    return first
