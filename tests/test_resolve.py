# ruff: noqa: E501  (trees are written one line a sentence)
"""Mentions, names, titles and links of kg.resolve on hand-written trees."""

from __future__ import annotations

from resolve_trees import TABLES, make_document, make_tree, mention_of, name_of, resolve

from kg.ids import document_uid, make_id
from kg.model import Kind, Link, Scope
from kg.resolve import Resolver

MINISTER = """
Norwegian|JJ|amod|3|B-NORP Foreign|NNP|amod|3 Minister|NNP|nmod:desc|4 Ingrid|NNP|nsubj|6|B-PERSON Dahl|NNP|flat|4|I-PERSON urged~urge|VBD|root|0 the|DT|det|9 Syrian|JJ|amod|9|B-NORP government|NN|obj|6 to|TO|mark|11 free|VB|xcomp|6 two|CD|nummod|14 aid|NN|compound|14 workers~worker|NNS|obj|11 .|.|punct|6
The|DT|det|4 top|JJ|amod|4 Norwegian|JJ|amod|4|B-NORP diplomat|NN|nsubj|5 said~say|VBD|root|0 she|PRP|nsubj|8 had~have|VBD|aux|8 called~call|VBN|ccomp|5 Damascus|NNP|obj|8|B-GPE .|.|punct|5
"""
APPOSITION = """
Pierre|NNP|nsubj|9|B-PERSON Lambert|NNP|flat|1|I-PERSON ,|,|punct|7 France|NNP|nmod:poss|7|B-GPE 's|POS|case|4 foreign|JJ|amod|7 minister|NN|appos|1 ,|,|punct|9 met~meet|VBD|root|0 Hezbollah|NNP|compound|11|B-ORG leaders~leader|NNS|obj|9 in|IN|case|13 Beirut|NNP|obl|9|B-GPE .|.|punct|9
Lambert|NNP|nsubj|2|B-PERSON told~tell|VBD|root|0 reporters~reporter|NNS|iobj|2 that|IN|mark|8 the|DT|det|6 group|NN|nsubj|8 must|MD|aux|8 leave|VB|ccomp|2 Syria|NNP|obj|8|B-GPE .|.|punct|2
"""


def test_person_with_title_is_one_mention_with_the_title_kept() -> None:
    """Titles and nationality stay in the words, the actor is the person, with sector and country of the office."""
    mention = mention_of(resolve(MINISTER), "Norwegian Foreign Minister Ingrid Dahl")
    assert mention.entity is not None
    assert mention.entity.name == "Ingrid Dahl"
    assert mention.entity.uid == make_id("ingrid dahl")
    assert (mention.entity.kind, mention.entity.sector, mention.entity.country) == (Kind.PERSON, "GOV", "NOR")
    assert mention.link is Link.NAME
    assert mention.antecedent is None


def test_adjective_inside_a_phrase_is_a_mention_of_its_own() -> None:
    """at() gives the innermost mention by its head: the country for "Syrian", the government for "government"."""
    resolution = resolve(MINISTER)
    syrian, government = resolution.at(0, 7), resolution.at(0, 8)
    assert syrian is not None
    assert syrian.entity is not None
    assert government is not None
    assert government.entity is not None
    assert (syrian.text, syrian.entity.uid) == ("Syrian", "Q858")
    assert (government.text, government.entity.name) == ("Syrian government", "Syrian government")
    assert government.entity.scope is Scope.NAMED
    assert government.entity.country == "SYR"


def test_at_finds_the_person_by_any_word_of_name_or_title() -> None:
    """Every token of "Foreign Minister Ingrid Dahl" leads to the person, the verb to nobody."""
    resolution = resolve(MINISTER)
    found = [resolution.at(0, token) for token in (2, 3, 4)]
    assert [mention.text for mention in found if mention is not None] == ["Norwegian Foreign Minister Ingrid Dahl"] * 3
    assert resolution.at(0, 5) is None


def test_title_of_the_office_leads_back_to_its_holder() -> None:
    """ "The top Norwegian diplomat" is the Norwegian foreign minister named before."""
    mention = mention_of(resolve(MINISTER), "top Norwegian diplomat", 1)
    assert mention.entity is not None
    assert mention.antecedent is not None
    assert mention.entity.name == "Ingrid Dahl"
    assert mention.link is Link.TITLE
    assert mention.antecedent.text == "Norwegian Foreign Minister Ingrid Dahl"


def test_title_of_another_country_is_not_taken_for_the_holder() -> None:
    """ "The top Danish diplomat" is not the Norwegian minister."""
    text = MINISTER.replace("Norwegian|JJ|amod|4|B-NORP diplomat", "Danish|JJ|amod|4|B-NORP diplomat")
    mention = mention_of(resolve(text), "top Danish diplomat", 1)
    assert mention.entity is not None
    assert mention.entity.scope is Scope.DESCRIBED
    assert mention.entity.country == "DNK"
    assert mention.link is Link.DESCRIPTION


def test_she_is_the_woman_and_not_a_man() -> None:
    """A pronoun goes to the person of its gender; the first names tell it."""
    assert name_of(resolve(MINISTER), "she", 1) == "Ingrid Dahl"
    text = MINISTER.replace("she|PRP", "he|PRP")
    assert name_of(resolve(text), "he", 1) is None


def test_capital_as_actor_is_the_government_and_as_place_a_place() -> None:
    """ "called Damascus" means the government, "in Beirut" the town; the words are kept."""
    damascus = mention_of(resolve(MINISTER), "Damascus", 1)
    assert damascus.entity is not None
    assert (damascus.entity.name, damascus.entity.kind, damascus.entity.country) == (
        "Syrian government",
        Kind.ORG,
        "SYR",
    )
    beirut = mention_of(resolve(APPOSITION), "Beirut")
    assert beirut.entity is not None
    assert (beirut.entity.name, beirut.entity.kind, beirut.entity.country) == ("Beirut", Kind.GPE, "LBN")


def test_capital_as_object_of_an_attack_is_a_place() -> None:
    """Who bombs Baghdad does not bomb a government."""
    line = "Jets~jet|NNS|nsubj|2 bombed~bomb|VBD|root|0 Baghdad|NNP|obj|2|B-GPE .|.|punct|2"
    assert name_of(resolve(line), "Baghdad") == "Baghdad"


def test_apposition_gives_office_and_country() -> None:
    """ "Pierre Lambert, France's foreign minister" is an office with person, words and body."""
    resolution = resolve(APPOSITION)
    person = mention_of(resolution, "Pierre Lambert").entity
    assert person is not None
    assert (person.sector, person.country) == ("GOV", "FRA")
    title = resolution.titles[0]
    assert (title.name.text, title.words.text, title.title) == (
        "Pierre Lambert",
        "foreign minister",
        "foreign minister",
    )
    assert title.body is not None
    assert title.body.text == "France"
    assert title.head == 6
    described = mention_of(resolution, "France's foreign minister")
    assert described.entity == person
    assert described.link is Link.DESCRIPTION


def test_last_name_alone_is_the_fuller_name_of_the_document() -> None:
    """ "Lambert" after "Pierre Lambert" is the same person, and says why."""
    mention = mention_of(resolve(APPOSITION), "Lambert", 1)
    assert mention.entity is not None
    assert mention.entity.name == "Pierre Lambert"
    assert mention.reason == "last name of Pierre Lambert"


def test_last_name_that_two_persons_bear_joins_neither() -> None:
    """With Anna and Peter Weber in the text, "Weber" stays a name of its own."""
    resolution = resolve(
        """
        Anna|NNP|nsubj|3|B-PERSON Weber|NNP|flat|1|I-PERSON met~meet|VBD|root|0 Peter|NNP|obj|3|B-PERSON Weber|NNP|flat|4|I-PERSON .|.|punct|3
        Weber|NNP|nsubj|2|B-PERSON left~leave|VBD|root|0 .|.|punct|2
        """
    )
    mention = mention_of(resolution, "Weber", 1)
    assert mention.entity is not None
    assert mention.entity.uid == make_id("weber")
    assert mention.reason == "several persons bear that name"


def test_form_of_address_parts_persons_of_one_last_name() -> None:
    """ "Mrs. Weber" cannot be Peter."""
    resolution = resolve(
        """
        Peter|NNP|nsubj|3|B-PERSON Weber|NNP|flat|1|I-PERSON left~leave|VBD|root|0 .|.|punct|3
        Mrs.|NNP|nmod:desc|2 Weber|NNP|nsubj|3|B-PERSON stayed~stay|VBD|root|0 .|.|punct|3
        """
    )
    entity = mention_of(resolution, "Mrs. Weber", 1).entity
    assert entity is not None
    assert entity.uid == make_id("weber")


def test_the_group_is_the_organisation_named_before() -> None:
    """A general noun takes up the last organisation whose sector fits, with its words as antecedent."""
    mention = mention_of(resolve(APPOSITION), "group", 1)
    assert mention.entity is not None
    assert mention.antecedent is not None
    assert (mention.entity.name, mention.link, mention.antecedent.text) == ("Hezbollah", Link.DESCRIPTION, "Hezbollah")


def test_members_of_a_group_are_described_and_keep_its_sector_and_country() -> None:
    """ "Hezbollah leaders" are not Hezbollah, but belong to it."""
    entity = mention_of(resolve(APPOSITION), "Hezbollah leaders").entity
    assert entity is not None
    assert (entity.scope, entity.kind, entity.sector, entity.country) == (Scope.DESCRIBED, Kind.GROUP, "REB", "LBN")
    assert entity.uid == make_id(document_uid("test"), "hezbollah leaders")


def test_fighters_after_the_name_of_an_armed_group_are_the_group() -> None:
    """ "Taliban insurgents" act as the Taliban, "U.S. troops" are the forces of the United States."""
    resolution = resolve(
        "Taliban|NNP|compound|2|B-ORG insurgents~insurgent|NNS|nsubj|3 attacked~attack|VBD|root|0 "
        "U.S.|NNP|compound|5|B-GPE troops~troop|NNS|obj|3 .|.|punct|3"
    )
    assert name_of(resolution, "Taliban insurgents") == "Taliban"
    troops = mention_of(resolution, "U.S. troops").entity
    assert troops is not None
    assert (troops.name, troops.sector, troops.country) == ("U.S. forces", "MIL", "USA")


def test_alias_in_brackets_joins_two_names() -> None:
    """A name and its first letters in brackets are one actor of the document, under the fuller name."""
    resolution = resolve(
        """
        Northern|NNP|compound|3|B-ORG Harbour|NNP|compound|3|I-ORG Union|NNP|nsubj|7|I-ORG (|-LRB-|punct|5 NHU|NNP|appos|3|B-ORG )|-RRB-|punct|5 protested~protest|VBD|root|0 .|.|punct|7
        NHU|NNP|nsubj|2|B-ORG won~win|VBD|root|0 .|.|punct|2
        """
    )
    mention = mention_of(resolution, "NHU", 1)
    assert mention.entity is not None
    assert (mention.entity.name, mention.reason) == ("Northern Harbour Union", "alias stated in the text")


def test_description_that_is_given_a_name_is_the_named_actor() -> None:
    """ "The rebels, also known as the Red Dawn Brigade" are the brigade."""
    resolution = resolve(
        "The|DT|det|2 rebels~rebel|NNS|nsubj|12 ,|,|punct|5 also|RB|advmod|5 known~know|VBN|acl|2 as|IN|case|10 the|DT|det|10 "
        "Red|NNP|compound|10|B-ORG Dawn|NNP|compound|10|I-ORG Brigade|NNP|obl|5|I-ORG ,|,|punct|5 fled~flee|VBD|root|0 .|.|punct|12"
    )
    mention = mention_of(resolution, "rebels")
    assert mention.entity is not None
    assert mention.antecedent is not None
    assert (mention.entity.name, mention.antecedent.text) == ("Red Dawn Brigade", "Red Dawn Brigade")


def test_the_country_is_the_last_country_named_and_it_follows_the_subject() -> None:
    """ "this country" goes to the nearest country, "It" to the only subject of the sentence before."""
    resolution = resolve(
        """
        Norway|NNP|nsubj|2|B-GPE helps~help|VBZ|root|0 Chad|NNP|obj|2|B-GPE and|CC|cc|6 this|DT|det|6 country|NN|nsubj|7 recovers~recover|VBZ|conj|2 .|.|punct|2
        """
    )
    country = mention_of(resolution, "country")
    assert country.entity is not None
    assert country.antecedent is not None
    assert (country.entity.uid, country.link, country.antecedent.text) == ("Q657", Link.DESCRIPTION, "Chad")
    following = resolve(
        """
        Norway|NNP|nsubj|2|B-GPE helps~help|VBZ|root|0 Chad|NNP|obj|2|B-GPE .|.|punct|2
        It|PRP|nsubj|2 sends~send|VBZ|root|0 doctors~doctor|NNS|obj|2 .|.|punct|2
        """
    )
    assert name_of(following, "It", 1) == "Norway"


def test_pronoun_is_never_a_fellow_argument() -> None:
    """In "Norway praised it" the pronoun is not Norway; nothing else fits, so it stays unresolved with a reason."""
    mention = mention_of(resolve("Norway|NNP|nsubj|2|B-GPE praised~praise|VBD|root|0 it|PRP|obj|2 .|.|punct|2"), "it")
    assert mention.entity is None
    assert mention.link is Link.PRONOUN
    assert mention.reason == "no antecedent fits"


def test_they_after_two_joined_actors_abstains() -> None:
    """A mention stands for one actor; "they" for two countries together is left open and says so."""
    resolution = resolve(
        """
        Norway|NNP|nsubj|4|B-GPE and|CC|cc|3 Chad|NNP|conj|1|B-GPE met~meet|VBD|root|0 .|.|punct|4
        They|PRP|nsubj|2 agreed~agree|VBD|root|0 .|.|punct|2
        """
    )
    mention = mention_of(resolution, "They", 1)
    assert (mention.entity, mention.reason) == (None, "stands for several actors together")


def test_we_is_left_to_the_speaker_and_side_of_knows_the_side() -> None:
    """A minister's "we" is the country, "I" the minister; an unnamed official without a country has no side."""
    resolution = resolve(MINISTER)
    minister = mention_of(resolution, "Norwegian Foreign Minister Ingrid Dahl")
    side, self_ = resolution.side_of(minister, "We"), resolution.side_of(minister, "I")
    assert side is not None
    assert side.uid == "Q20"
    assert self_ == minister.entity
    workers = mention_of(resolution, "two aid workers")
    assert resolution.side_of(workers, "we") is None
    line = "“|``|punct|4 We|PRP|nsubj|4 will|MD|aux|4 win|VB|root|0 .|.|punct|4"
    spoken = mention_of(resolve(line), "We")
    assert (spoken.link, spoken.entity) == (Link.SPEAKER, None)


def test_bare_institution_takes_the_only_country_around() -> None:
    """ "The government" after "Uganda" alone is the Ugandan government; with two countries it stays described."""
    first = "Uganda|NNP|nsubj|2|B-GPE freed~free|VBD|root|0 prisoners~prisoner|NNS|obj|2 .|.|punct|2\n"
    second = "The|DT|det|2 government|NN|nsubj|3 apologised~apologise|VBD|root|0 .|.|punct|3"
    assert name_of(resolve(first + second), "government", 1) == "Ugandan government"
    two = "Uganda|NNP|nsubj|2|B-GPE thanked~thank|VBD|root|0 Kenya|NNP|obj|2|B-GPE .|.|punct|2\n"
    entity = mention_of(resolve(two + second), "government", 1).entity
    assert entity is not None
    assert entity.scope is Scope.DESCRIBED


def test_ministry_has_one_name_in_either_order_of_words() -> None:
    """ "Ministry of Defence of" a country's adjective and "Defense Ministry" are one institution."""
    one = resolve(
        "The|DT|det|3 Kenyan|JJ|amod|3|B-NORP Ministry|NNP|nsubj|6 of|IN|case|5 Defence|NNP|nmod|3 spoke~speak|VBD|root|0 .|.|punct|6"
    )
    other = resolve(
        "The|DT|det|4 Kenyan|JJ|amod|4|B-NORP Defense|NNP|compound|4 Ministry|NNP|nsubj|5 spoke~speak|VBD|root|0 .|.|punct|5"
    )
    assert one.at(0, 2) is not None
    first, second = one.at(0, 2), other.at(0, 3)
    assert first is not None
    assert second is not None
    assert first.entity == second.entity
    assert second.entity is not None
    assert second.entity.name == "Kenyan Defense Ministry"


def test_bare_ministry_is_not_shared_between_documents() -> None:
    """ "Interior Ministry" without a country lives in its document: two documents, two actors."""
    line = "Interior|NNP|compound|2|B-ORG Ministry|NNP|nsubj|3|I-ORG denied~deny|VBD|root|0 it|PRP|obj|3 .|.|punct|3"
    one = mention_of(resolve(line, name="one"), "Interior Ministry").entity
    two = mention_of(resolve(line, name="two"), "Interior Ministry").entity
    assert one is not None
    assert two is not None
    assert (one.scope, one.sector) == (Scope.DESCRIBED, "GOV")
    assert one.uid != two.uid


def test_words_with_a_hyphen_name_no_country_of_a_group() -> None:
    """A "US-led coalition" is not American."""
    resolution = resolve(
        "The|DT|det|5 US|NNP|compound|4|B-GPE -|HYPH|punct|4 led~lead|VBN|amod|5 coalition|NN|nsubj|6 grew~grow|VBD|root|0 .|.|punct|6"
    )
    mention = resolution.at(0, 4)
    assert mention is not None
    assert mention.entity is not None
    assert (mention.entity.country, mention.entity.scope) == (None, Scope.DESCRIBED)


def test_country_names_of_three_capitals_are_not_read_from_small_words() -> None:
    """ "who" and "is" are no World Health Organization and no Islamic State, "us" no country."""
    resolution = resolve(
        "Norway|NNP|nsubj|4|B-GPE who|WP|nsubj|4 is~be|VBZ|aux|4 helping~help|VBG|root|0 us|PRP|obj|4 .|.|punct|4"
    )
    assert [m.text for m in resolution.mentions] == ["Norway", "us"]
    assert mention_of(resolution, "us").link is Link.SPEAKER


def test_small_words_in_a_text_of_capitals_are_no_names() -> None:
    """ "WHO IS" in capitals names neither an organisation nor a group."""
    resolution = resolve(
        "REBELS~rebel|NNS|nsubj|4 WHO|WP|nsubj|4|B-ORG IS~be|VBZ|aux|4|B-ORG ATTACKING~attack|VBG|root|0 PERU|NNP|obj|4|B-GPE .|.|punct|4"
    )
    assert [m.text for m in resolution.mentions] == ["REBELS", "PERU"]


def test_object_pronoun_may_mean_a_thing() -> None:
    """ "welcomed it" after an agreement is left open, although a country was named."""
    resolution = resolve(
        """
        Norway|NNP|nsubj|2|B-GPE signed~sign|VBD|root|0 an|DT|det|4 agreement|NN|obj|2 .|.|punct|2
        Chad|NNP|nsubj|2|B-GPE welcomed~welcome|VBD|root|0 it|PRP|obj|2 .|.|punct|2
        """
    )
    mention = mention_of(resolution, "it", 1)
    assert (mention.entity, mention.reason) == (None, "may mean no actor")


def test_shared_subject_is_no_antecedent_of_the_object() -> None:
    """In "Dahl phoned Weber and told him" the pronoun is Weber: Dahl is the subject of both verbs."""
    resolution = resolve(
        "Erik|NNP|nsubj|3|B-PERSON Dahl|NNP|flat|1|I-PERSON phoned~phone|VBD|root|0 Peter|NNP|obj|3|B-PERSON Weber|NNP|flat|4|I-PERSON "
        "and|CC|cc|7 told~tell|VBD|conj|3 him|PRP|obj|7 everything|NN|obj|7 .|.|punct|3"
    )
    assert name_of(resolution, "him") == "Peter Weber"


def test_fronted_pronoun_looks_forward_to_the_subject() -> None:
    """ "In his speech, Peter Weber thanked Norway": the owner is the subject that follows."""
    resolution = resolve(
        "In|IN|case|3 his|PRP$|nmod:poss|3 speech|NN|obl|7 ,|,|punct|3 Peter|NNP|nsubj|7|B-PERSON Weber|NNP|flat|5|I-PERSON "
        "thanked~thank|VBD|root|0 Norway|NNP|obj|7|B-GPE .|.|punct|7"
    )
    mention = mention_of(resolution, "his")
    assert mention.entity is not None
    assert mention.antecedent is not None
    assert (mention.entity.name, mention.antecedent.text) == ("Peter Weber", "Peter Weber")


def test_army_of_a_pronoun_belongs_to_the_country() -> None:
    """ "Norway praised its army" names the Norwegian army, by way of the country."""
    resolution = resolve(
        "Norway|NNP|nsubj|2|B-GPE praised~praise|VBD|root|0 its|PRP$|nmod:poss|4 army|NN|obj|2 .|.|punct|2"
    )
    mention = mention_of(resolution, "army")
    assert mention.entity is not None
    assert mention.antecedent is not None
    assert (mention.entity.name, mention.entity.country) == ("Norwegian army", "NOR")
    assert (mention.link, mention.antecedent.text) == (Link.DESCRIPTION, "Norway")


def test_brothers_of_two_persons_are_two_actors() -> None:
    """ "his brother" of Dahl and "her brother" of Weber have the same words and different uids."""
    resolution = resolve(
        """
        Erik|NNP|nsubj|3|B-PERSON Dahl|NNP|flat|1|I-PERSON called~call|VBD|root|0 his|PRP$|nmod:poss|5 brother|NN|obj|3 .|.|punct|3
        Anna|NNP|nsubj|3|B-PERSON Weber|NNP|flat|1|I-PERSON called~call|VBD|root|0 her|PRP$|nmod:poss|5 brother|NN|obj|3 .|.|punct|3
        """
    )
    one, other = mention_of(resolution, "brother", 0).entity, mention_of(resolution, "brother", 1).entity
    assert one is not None
    assert other is not None
    assert (one.name, other.name) == ("brother", "brother")
    assert one.uid != other.uid


def test_tag_on_words_that_are_no_name_is_passed_over() -> None:
    """A lone preposition tagged as an organisation names nobody."""
    resolution = resolve("In|IN|case|3 and|CC|cc|3 of|IN|root|0|B-ORG")
    assert resolution.mentions == ()


def test_dateline_is_a_place() -> None:
    """A capital in front of a dash is where the report was written, whatever the parser made of it."""
    line = "OSLO|NNP|nsubj|4|B-GPE -|-|punct|1 Norway|NNP|nsubj|4|B-GPE agreed~agree|VBD|root|0 .|.|punct|4"
    entity = mention_of(resolve(line), "OSLO").entity
    assert entity is not None
    assert (entity.name, entity.kind, entity.country) == ("Oslo", Kind.GPE, "NOR")


def test_the_next_president_is_not_the_present_one() -> None:
    """Words that tell a holder apart keep the title from leading back."""
    resolution = resolve(
        """
        President|NNP|nmod:desc|2 Weber|NNP|nsubj|3|B-PERSON spoke~speak|VBD|root|0 .|.|punct|3
        The|DT|det|3 next|JJ|amod|3 president|NN|nsubj|4 decides~decide|VBZ|root|0 .|.|punct|4
        """
    )
    entity = mention_of(resolution, "next president", 1).entity
    assert entity is not None
    assert entity.scope is Scope.DESCRIBED


def test_side_of_a_head_is_the_organisation() -> None:
    """ "We" of an organisation's director is the organisation; an analyst has no side."""
    resolution = resolve(
        """
        UNICEF|NNP|compound|2|B-ORG director|NN|nmod:desc|3 Anna|NNP|nsubj|5|B-PERSON Weber|NNP|flat|3|I-PERSON spoke~speak|VBD|root|0 .|.|punct|5
        Analyst|NNP|nmod:desc|2 Peter|NNP|nsubj|4|B-PERSON Lund|NNP|flat|2|I-PERSON agreed~agree|VBD|root|0 .|.|punct|4
        """
    )
    side = resolution.side_of(mention_of(resolution, "UNICEF director Anna Weber"), "our")
    assert side is not None
    assert side.name == "UNICEF"
    assert resolution.side_of(mention_of(resolution, "Analyst Peter Lund", 1), "our") is None


def test_empty_document_has_no_mentions() -> None:
    """No sentence, no mention, no title."""
    document, _ = make_document("")
    resolution = Resolver(TABLES).resolve(document, [])
    assert (resolution.mentions, resolution.titles, resolution.at(0, 0)) == ((), (), None)


def test_mentions_stand_in_text_order_and_each_has_a_reason() -> None:
    """Mentions are sorted by start, longer ones first, and every one says why."""
    mentions = resolve(MINISTER + APPOSITION).mentions
    assert [(m.start, -m.end) for m in mentions] == sorted((m.start, -m.end) for m in mentions)
    assert all(m.reason for m in mentions)
    assert len(mentions) == 19


def test_same_input_gives_the_same_resolution() -> None:
    """Resolving twice gives equal mentions."""
    assert resolve(MINISTER).mentions == resolve(MINISTER).mentions


def test_tree_helper_keeps_offsets() -> None:
    """The helper of these tests writes words where their offsets say."""
    tree = make_tree("Iran|NNP|nsubj|2|B-GPE left~leave|VBD|root|0 .|.|punct|2")
    assert tree.sentence.text == "Iran left."
    assert [tree.sentence.text[t.start : t.end] for t in tree] == ["Iran", "left", "."]


NAMED_AFTER_TITLE = """
The|DT|det|4 ministry|NN|nmod:poss|4 's|POS|case|2 spokeswoman|NN|nsubj|8 ,|,|punct|6 Mara|NNP|appos|4|B-ORG Dunleavy|NNP|flat|6|I-ORG criticized~criticize|VBD|root|0 Iran|NNP|obj|8|B-GPE .|.|punct|8
In|IN|case|2 Dunleavy|NNP|obl|6|B-GPE 's|POS|case|2 view|NN|nmod|2 Iran|NNP|nsubj|6|B-GPE lied~lie|VBD|root|0 .|.|punct|6
"""


def test_name_beside_a_title_is_a_person_whatever_its_tag() -> None:
    """ "Spokeswoman, Mara Dunleavy" names a person, and so does "Dunleavy" after it, tagged as a place."""
    resolution = resolve(NAMED_AFTER_TITLE)
    for text, sentence in (("Mara Dunleavy", 0), ("Dunleavy", 1)):
        entity = mention_of(resolution, text, sentence).entity
        assert entity is not None
        assert (entity.name, entity.kind) == ("Mara Dunleavy", Kind.PERSON)


def test_name_beside_another_noun_keeps_its_kind() -> None:
    """ "The company, Mara Dunleavy" says nothing of a person."""
    text = NAMED_AFTER_TITLE.replace("spokeswoman|NN", "company|NN")
    entity = mention_of(resolve(text), "Mara Dunleavy").entity
    assert entity is not None
    assert entity.kind is Kind.ORG
