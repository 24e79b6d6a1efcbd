"""Find names in a tree: table names first, then the parser's tags, then capitalised words in an argument's place."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Kind
from kg.resolve.name import SMALL_WORDS, Name, Origin
from kg.resolve.tagged_names import goes_on, is_title_end, tagged_names
from kg.resolve.whole_names import stretch, whole_names
from kg.resolve.words import TIME_TYPES, is_actor_noun, is_calendar, is_title_word, top_token, word_class
from kg.tables import ActorTables, first_piece, name_key
from kg.tree import Token, Tree

ARGUMENT_RELATIONS = frozenset({"nsubj", "obj", "iobj", "conj", "appos", "root", "vocative"})
ARGUMENT_SUBTYPES = frozenset({"obl:agent", "nmod:poss"})
FUNCTION_POS = frozenset({"AUX", "VERB", "PRON", "ADP", "DET", "ADV", "CCONJ", "SCONJ", "PART"})
PLACE_WORDS = frozenset({"province", "river", "county", "prefecture", "oblast", "delta", "valley", "sea", "district"})
ADDRESSES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "rev", "reverend", "pastor", "senator", "congressman"})
OPEN_INSTITUTIONS = frozenset({"congress", "assembly", "mission"})


def find_names(tree: Tree, tables: ActorTables) -> tuple[Name, ...]:
    """Return the names of a sentence in order; a country's adjective inside a longer name stands beside it.

    Example: "Russian Foreign Minister Sergey Lavrov" gives "Russian" and "Sergey Lavrov".
    """
    known = [_with_place_word(tree, name, tables) for name in _known_names(tree, tables)]
    found = list(_names_with_of(tree, known, tables))
    dropped = {name.first for name in known if any(longer.covers(name.last) for longer in found)}
    composed = {i for name in found for i in range(name.first, name.last + 1)}
    for tagged in whole_names(tree, tuple(tagged_names(tree, tables)), tables):
        if any(i in composed for i in range(tagged.first, tagged.last + 1)):
            continue
        inside = [name for name in known if name.first <= tagged.last and tagged.first <= name.last]
        if not inside:
            found.append(tagged)
            continue
        kept = _longer_name(tree, tagged, inside, tables)
        if kept is None:
            continue
        found.append(kept)
        for name in inside:
            nested = name.origin is Origin.DEMONYM and (kept.first < name.first or name.last < kept.last)
            if kept.first <= name.last and name.first <= kept.last and not (nested and name.first == kept.first):
                dropped.add(name.first)
    found.extend(name for name in known if name.first not in dropped)
    taken = {i for name in found for i in range(name.first, name.last + 1)}
    found.extend(_capitalised_names(tree, taken, tables))
    return tuple(sorted(found, key=lambda name: (name.first, -name.last)))


def _names_with_of(tree: Tree, known: list[Name], tables: ActorTables) -> Iterator[Name]:
    """Yield names of bodies that go on after "of", "for" or "on": "Congress for Democratic Change"."""
    for token in tree:
        noun = tables.nouns.get(token.text.casefold()) if token.text[:1].isupper() else None
        if noun is None or noun.kind is not Kind.ORG or (noun.institution and noun.words not in OPEN_INSTITUTIONS):
            continue
        last = _end_after_of(tree, token.i)
        if last is None:
            continue
        first = token.i
        while first > 0 and _may_be_name(tree[first - 1]) and not _is_country(first - 1, known):
            first -= 1
        inside = [name for name in known if first <= name.last and name.first <= last]
        if any(name.first < first or name.last > last or name.covers(token.i) for name in inside):
            continue
        before = next((name.country for name in known if name.last == first - 1), None)
        country = before or next((name.country for name in inside if name.country), None)
        yield Name(first, last, Kind.ORG, Origin.CAPITALS, None, country)


def _with_place_word(tree: Tree, name: Name, tables: ActorTables) -> Name:
    """Return a country's name that goes on with a word for another sort of place as that place: "Niger River"."""
    after = tree[name.last + 1].text.casefold() if name.last + 1 < len(tree) else ""
    country = tables.countries.get(name.country or "")
    if after not in PLACE_WORDS or country is None or name.entity != country.entity:
        return name
    return Name(name.first, name.last + 1, Kind.LOC, Origin.CAPITALS)


def _is_country(i: int, known: list[Name]) -> bool:
    return any(name.covers(i) for name in known)


def _end_after_of(tree: Tree, i: int) -> int | None:
    """Return the last token of the capitalised words after "of", "for" or "on", None where there are none."""
    at = i + 1
    if at >= len(tree) or tree[at].text not in {"of", "for", "on"}:
        return None
    at += 2 if at + 1 < len(tree) and tree[at + 1].text == "the" else 1
    last = None
    while at < len(tree) and (tree[at].text[:1].isupper() or (last is not None and tree[at].text == "and")):
        if is_calendar(tree[at]):
            break
        last = at if tree[at].text != "and" else last
        at += 1
    return last


def _known_names(tree: Tree, tables: ActorTables) -> Iterator[Name]:
    i = 0
    while i < len(tree):
        name = _known_name_at(tree, i, tables)
        if name is None:
            i += 1
        else:
            yield name
            i = name.last + 1


def _known_name_at(tree: Tree, i: int, tables: ActorTables) -> Name | None:
    token = tree[i]
    if not (token.text[:1].isupper() or token.text[:2] == "al" or token.text[:1].isdigit()):
        return None
    if i == 0 and token.text == "The":
        return None
    longest = tables.longest.get(first_piece(token.text), 0)
    for last in range(min(i + 2 * longest, len(tree)) - 1, i - 1, -1):
        words = tree.words(i, last).text
        if not _is_whole(tree, last, words):
            continue
        key = name_key(words)
        if not _is_written_as_name(tree, i, last, key):
            continue
        if key in tables.names:
            entity = tables.names[key]
            return Name(
                i, _without_possessive(tree, i, last), entity.kind or Kind.ORG, Origin.TABLE, entity, entity.country
            )
        if key in tables.demonyms:
            code = tables.demonyms[key]
            return Name(i, last, Kind.NORP, Origin.DEMONYM, None, code)
        if key in tables.seats:
            return Name(i, last, Kind.GPE, Origin.SEAT, None, tables.seats[key])
        if key in tables.peoples:
            return Name(i, last, Kind.NORP, Origin.PEOPLE)
    return None


def _is_whole(tree: Tree, last: int, words: str) -> bool:
    """Return whether a stretch ends where a name can end: a bracket must have been opened, a dot must end letters."""
    closing = tree[last].text
    if closing == ")":
        return "(" in words
    if closing == ".":
        return words.count(".") > 1
    return word_class(tree[last]) != "PUNCT"


def _without_possessive(tree: Tree, first: int, last: int) -> int:
    return last - 1 if last > first and tree[last].text.replace("’", "'") in {"'s", "'"} else last


def _is_written_as_name(tree: Tree, first: int, last: int, key: str) -> bool:
    tokens = tree.tokens[first : last + 1]
    if tokens[-1].tag == "POS" and len(tokens) > 1:
        return False
    if first == last and key.isupper() and tokens[0].text.isupper() and len(key) <= 3:
        if tree.sentence.text.isupper() and key in SMALL_WORDS:
            return False
        tagged = tokens[0].entity_type not in (None, *TIME_TYPES)
        return tagged or (word_class(tokens[0]) not in FUNCTION_POS and not tree.sentence.text.isupper())
    if first == last and word_class(tokens[0]) in {"VERB", "AUX", "ADP", "PRON"} and tokens[0].entity == "O":
        return False
    return any(token.text[:1].isupper() or token.text[:1].isdigit() for token in tokens)


def _longer_name(tree: Tree, tagged: Name, inside: list[Name], tables: ActorTables) -> Name | None:
    """Return the tagged name where it says more than the table names inside it, else None."""
    covered = {i for name in inside for i in range(name.first, name.last + 1)}
    extra = [i for i in range(tagged.first, tagged.last + 1) if i not in covered]
    if not extra:
        single = len(inside) == 1 and tagged.kind is Kind.PERSON and tagged.last > tagged.first
        return tagged if single and inside[0].last < tagged.last else None
    if tagged.kind is Kind.PERSON:
        return tagged
    content = [i for i in extra if word_class(tree[i]) not in {"ADP", "DET", "CCONJ", "PUNCT", "PART"}]
    common = all(tree[i].text[:1].islower() or is_title_word(tree[i], tables) for i in content)
    head = top_token(tree, tagged.first, tagged.last)
    if common or not content or is_actor_noun(tree[head], tables):
        return None
    if is_title_end(tree, tagged.last + 1, tables) and not is_actor_noun(tree[tagged.last], tables):
        return None  # "EU Development" in "EU Development Commissioner Louis Michel"
    if any(name.entity is not None and name.entity.kind is Kind.GPE for name in inside) and tagged.kind is Kind.GPE:
        return None
    country = next((name.country for name in inside if name.country), None)
    return Name(tagged.first, tagged.last, tagged.kind, tagged.origin, None, country)


def _capitalised_names(tree: Tree, taken: set[int], tables: ActorTables) -> Iterator[Name]:
    i = 0
    while i < len(tree):
        if i in taken or not _may_be_name(tree[i]):
            i += 1
            continue
        last = i
        while last + 1 < len(tree) and last + 1 not in taken and _may_be_name(tree[last + 1]):
            last += 1
        while last + 1 not in taken and (step := goes_on(tree, last)):
            last += step
        yield from _argument_name(tree, i, last, tables)
        i = last + 1


def _may_be_name(token: Token) -> bool:
    return (
        word_class(token) == "PROPN"
        and token.text[:1].isupper()
        and not is_calendar(token)
        and token.text.isprintable()
    )


def _argument_name(tree: Tree, first: int, last: int, tables: ActorTables) -> Iterator[Name]:
    before = tree[first - 1] if first else None
    titled = before is not None and is_title_word(before, tables)
    while first < last and is_title_word(tree[first], tables):
        first, titled = first + 1, True
    head = tree[top_token(tree, first, last)]
    if last + 1 < len(tree) and tree[last + 1].tag == "CD":
        return
    if first == last and first > 0 and tree[first - 1].text.casefold().rstrip(".") in ADDRESSES:
        yield Name(first, last, Kind.PERSON, Origin.CAPITALS)
        return
    if len(tree[first].text) < 2 or (first == last and is_actor_noun(head, tables)):
        return
    noun = tables.nouns.get(head.text.casefold())
    if noun is not None and (noun.kind is not Kind.ORG or first == head.i):
        return
    if noun is None and (is_actor_noun(head, tables) or is_title_word(tree[first], tables)):
        return
    if titled or name_key(tree[first].text) in tables.genders or _before_government(tree, last, tables):
        yield Name(*stretch(tree, first, last), Kind.PERSON, Origin.CAPITALS)
    elif noun is not None or _is_argument(head) or _before_class(tree, last, tables):
        yield Name(first, last, Kind.ORG, Origin.CAPITALS)


def _is_argument(head: Token) -> bool:
    return head.relation in ARGUMENT_RELATIONS or head.dep in ARGUMENT_SUBTYPES


def _before_government(tree: Tree, last: int, tables: ActorTables) -> bool:
    """Return whether a word for a government follows, so that the name is its head's: "Assad regime"."""
    return last + 1 < len(tree) and tables.canonical.get(tree[last + 1].text) == "government"


def _before_class(tree: Tree, last: int, tables: ActorTables) -> bool:
    """Return whether a word follows that says what the name is: "Guardian newspaper"."""
    if last + 1 >= len(tree) or not tree[last + 1].text.islower():
        return False
    noun = tables.nouns.get(tree[last + 1].text)
    return noun is not None and noun.classifier
