"""Who is who: pairs of names that must stay apart, and names that must be one, through the shipped tables.

String similarity would join most of the first list and part most of the second.
"""

from __future__ import annotations

import pytest
from resolve_trees import TABLES, mention_of, resolve

from kg.model import Entity, Scope
from kg.tables import name_key

APART = [
    ("North Korea", "South Korea"),
    ("Austria", "Australia"),
    ("Niger", "Nigeria"),
    ("Sudan", "South Sudan"),
    ("Republic of the Congo", "Democratic Republic of the Congo"),
    ("Republic of Congo", "DR Congo"),
    ("Congo", "Republic of the Congo"),
    ("Congo", "Democratic Republic of the Congo"),
    ("China", "Republic of China"),
    ("People's Republic of China", "Republic of China"),
    ("Hong Kong", "China"),
    ("Macau", "China"),
    ("Iraq", "Iran"),
    ("Islamic Republic of Iran", "Republic of Iraq"),
    ("State Department", "Defense Department"),
    ("Department of State", "Department of Defense"),
    ("State Department", "Justice Department"),
    ("Treasury Department", "Labor Department"),
    ("Mali", "Malawi"),
    ("Mali", "Malaysia"),
    ("Guinea", "Guinea-Bissau"),
    ("Guinea", "Equatorial Guinea"),
    ("Guinea", "Papua New Guinea"),
    ("Guinea-Bissau", "Equatorial Guinea"),
    ("Guyana", "Guinea"),
    ("Dominica", "Dominican Republic"),
    ("Georgia", "Georgia (U.S. state)"),
    ("Islamic State", "Inter-Services Intelligence"),
    ("ISIS", "ISI"),
    ("IS", "ISI"),
    ("Slovakia", "Slovenia"),
    ("Latvia", "Lithuania"),
    ("Iceland", "Ireland"),
    ("Ireland", "Northern Ireland"),
    ("Paraguay", "Uruguay"),
    ("Gambia", "Zambia"),
    ("Mauritius", "Mauritania"),
    ("Liberia", "Libya"),
    ("Monaco", "Morocco"),
    ("Montenegro", "Macedonia"),
    ("Tanzania", "Tasmania"),
    ("Samoa", "San Marino"),
    ("Saint Lucia", "Saint Kitts and Nevis"),
    ("Kyrgyzstan", "Kazakhstan"),
    ("Tajikistan", "Turkmenistan"),
    ("Turkmenistan", "Turkey"),
    ("Swaziland", "Switzerland"),
    ("Sweden", "Switzerland"),
    ("Colombia", "Cambodia"),
    ("Chad", "Chile"),
    ("Oman", "Jordan"),
    ("Vatican", "Vanuatu"),
    ("Serbia", "Siberia"),
    ("Serbia", "Serbia and Montenegro"),
    ("Germany", "East Germany"),
    ("Russia", "Soviet Union"),
    ("Palestine", "Palestinian Authority"),
    ("Israel", "Israel Defense Forces"),
    ("United States", "United Kingdom"),
    ("United States", "United Arab Emirates"),
    ("United Nations", "United States"),
    ("UN", "UNICEF"),
    ("United Nations", "UN Security Council"),
    ("UN Security Council", "UN General Assembly"),
    ("UN Security Council", "UN Human Rights Council"),
    ("European Union", "European Commission"),
    ("European Commission", "European Council"),
    ("European Council", "Council of Europe"),
    ("European Parliament", "European Commission"),
    ("European Court of Justice", "European Court of Human Rights"),
    ("European Union", "African Union"),
    ("African Union", "African Development Bank"),
    ("Arab League", "Gulf Cooperation Council"),
    ("International Criminal Court", "International Court of Justice"),
    ("World Bank", "World Trade Organization"),
    ("World Food Program", "Food and Agriculture Organization"),
    ("WHO", "WTO"),
    ("IMF", "IOM"),
    ("G7", "G8"),
    ("G8", "G20"),
    ("OSCE", "OECD"),
    ("OPEC", "OPCW"),
    ("OAS", "OIC"),
    ("CIA", "CIS"),
    ("NSA", "NASA"),
    ("MI5", "MI6"),
    ("Red Cross", "Red Crescent"),
    ("Red Cross", "American Red Cross"),
    ("International Committee of the Red Cross", "American Red Cross"),
    ("al-Qaeda", "al-Qaeda in Iraq"),
    ("al-Qaeda in Iraq", "al-Qaeda in the Islamic Maghreb"),
    ("al-Qaeda in the Arabian Peninsula", "al-Qaeda in the Islamic Maghreb"),
    ("al-Qaeda", "Islamic State"),
    ("al-Nusra Front", "Islamic State"),
    ("al-Shabab", "al-Qaeda"),
    ("Hamas", "Hezbollah"),
    ("Hamas", "Fatah"),
    ("Islamic Jihad", "Egyptian Islamic Jihad"),
    ("Islamic State", "Islamic Jihad"),
    ("Taliban", "Tehrik-e-Taliban Pakistan"),
    ("Afghan Taliban", "Pakistani Taliban"),
    ("PKK", "PYD"),
    ("Kurdistan Workers' Party", "Kurdistan Regional Government"),
    ("Free Syrian Army", "Syrian Democratic Forces"),
    ("FARC", "ELN"),
    ("Kosovo", "Kosovo Liberation Army"),
    ("Sudan Liberation Army", "Sudan People's Liberation Army"),
    ("Sudan People's Liberation Army", "Sudan People's Liberation Movement"),
    ("Lord's Resistance Army", "Sudan Liberation Army"),
    ("Donetsk People's Republic", "Luhansk People's Republic"),
    ("South Ossetia", "Abkhazia"),
    ("Gaza Strip", "West Bank"),
    ("U.S. Army", "U.S. Navy"),
    ("U.S. Senate", "U.S. House of Representatives"),
    ("Republican Party (United States)", "Democratic Party (United States)"),
    ("People's Liberation Army", "Korean People's Army"),
    ("State Duma", "Knesset"),
    ("Xinhua", "Yonhap"),
    ("Al Jazeera", "Al Arabiya"),
]

ONE = [
    ("ISIS", "ISIL"),
    ("ISIS", "IS"),
    ("ISIS", "Daesh"),
    ("ISIS", "Islamic State"),
    ("ISIL", "Islamic State of Iraq and the Levant"),
    ("ISIS", "Islamic State of Iraq and Syria"),
    ("Isis", "DAESH"),
    ("ISI", "Inter-Services Intelligence"),
    ("US", "United States"),
    ("U.S.", "USA"),
    ("America", "United States of America"),
    ("UK", "Britain"),
    ("Great Britain", "United Kingdom"),
    ("Russia", "Russian Federation"),
    ("China", "People's Republic of China"),
    ("Taiwan", "Republic of China"),
    ("Burma", "Myanmar"),
    ("Ivory Coast", "Côte d'Ivoire"),
    ("Côte d’Ivoire", "Cote d'Ivoire"),
    ("DRC", "Democratic Republic of Congo"),
    ("Czechia", "Czech Republic"),
    ("Holland", "Netherlands"),
    ("East Timor", "Timor-Leste"),
    ("Macedonia", "North Macedonia"),
    ("Swaziland", "Eswatini"),
    ("Turkey", "Türkiye"),
    ("Vatican", "Holy See"),
    ("UAE", "United Arab Emirates"),
    ("DPRK", "North Korea"),
    ("U.N.", "United Nations"),
    ("UN", "the United Nations"),
    ("U.N. Security Council", "United Nations Security Council"),
    ("EU", "European Union"),
    ("NATO", "North Atlantic Treaty Organization"),
    ("Nato", "NATO"),
    ("al-Qaida", "Al Qaeda"),
    ("al Qaida", "al-Qa'ida"),
    ("Taleban", "Taliban"),
    ("Hizbollah", "Hezbollah"),
    ("PKK", "Kurdistan Workers’ Party"),
    ("Pentagon", "U.S. Defense Department"),
    ("State Department", "U.S. Department of State"),
    ("FBI", "Federal Bureau of Investigation"),
    ("ICRC", "International Committee of the Red Cross"),
    ("IAEA", "International Atomic Energy Agency"),
    ("World Food Programme", "WFP"),
    ("VOA", "Voice of America"),
    ("Tamil Tigers", "LTTE"),
    ("IDF", "Israel Defense Forces"),
    ("BJP", "Bharatiya Janata Party"),
]


def entity_of(name: str) -> Entity | None:
    """Return what the tables know under a name."""
    return TABLES.names.get(name_key(name))


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_look_alike_stay_apart(one: str, other: str) -> None:
    """Two actors never share a table entry, and at least one of them is in the tables."""
    first, second = entity_of(one), entity_of(other)
    assert first is not None or second is not None
    assert first != second
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(("one", "other"), ONE)
def test_names_of_one_actor_are_one(one: str, other: str) -> None:
    """All names of an actor lead to the same uid."""
    first, second = entity_of(one), entity_of(other)
    assert first is not None
    assert first == second


def test_armies_of_two_countries_are_two_actors() -> None:
    """The Iraqi and the Iranian army share a noun, not an actor."""
    resolution = resolve(
        "The|DT|det|3 Iraqi|JJ|amod|3|B-NORP army|NN|nsubj|4 fought~fight|VBD|root|0 "
        "the|DT|det|7 Iranian|JJ|amod|7|B-NORP army|NN|obj|4 .|.|punct|4"
    )
    iraqi, iranian = mention_of(resolution, "Iraqi army").entity, mention_of(resolution, "Iranian army").entity
    assert iraqi is not None
    assert iranian is not None
    assert (iraqi.name, iraqi.country) == ("Iraqi army", "IRQ")
    assert (iranian.name, iranian.country) == ("Iranian army", "IRN")
    assert iraqi.uid != iranian.uid


def test_father_and_son_with_other_initials_are_two_persons() -> None:
    """George W. and George H. W. Bush stay apart, and "Bush" between them is neither."""
    resolution = resolve(
        """
        George|NNP|nsubj|4|B-PERSON W.|NNP|flat|1|I-PERSON Bush|NNP|flat|1|I-PERSON thanked~thank|VBD|root|0 George|NNP|obj|4|B-PERSON H.|NNP|flat|5|I-PERSON W.|NNP|flat|5|I-PERSON Bush|NNP|flat|5|I-PERSON .|.|punct|4
        Bush|NNP|nsubj|2|B-PERSON smiled~smile|VBD|root|0 .|.|punct|2
        """  # noqa: E501
    )
    son = mention_of(resolution, "George W. Bush").entity
    father = mention_of(resolution, "George H. W. Bush").entity
    bush = mention_of(resolution, "Bush", 1).entity
    assert son is not None
    assert father is not None
    assert bush is not None
    assert len({son.uid, father.uid, bush.uid}) == 3


@pytest.mark.parametrize(("city", "uid"), [("Atlanta", "state"), ("Tbilisi", "Q230")])
def test_georgia_is_what_its_document_is_about(city: str, uid: str) -> None:
    """Beside Atlanta, Georgia is the state of the United States; otherwise the country."""
    resolution = resolve(
        f"Georgia|NNP|nsubj|2|B-GPE sent~send|VBD|root|0 help|NN|obj|2 to|IN|case|5 {city}|NNP|obl|2|B-GPE .|.|punct|2"
    )
    entity = mention_of(resolution, "Georgia").entity
    assert entity is not None
    assert (entity.uid == "Q230") is (uid == "Q230")
    assert entity.country == ("GEO" if uid == "Q230" else "USA")


def test_stated_alias_never_joins_two_known_actors() -> None:
    """A sentence that equates Hamas with Hezbollah joins nothing: the tables know them apart."""
    resolution = resolve(
        "Hamas|NNP|nsubj|6|B-ORG ,|,|punct|4 also|RB|advmod|4 known~know|VBN|acl|1 as|IN|case|7 was|VBD|aux|4 "
        "Hezbollah|NNP|obl|4|B-ORG ,|,|punct|4 fled~flee|VBD|root|0 .|.|punct|9"
    )
    hamas, hezbollah = mention_of(resolution, "Hamas").entity, mention_of(resolution, "Hezbollah").entity
    assert hamas is not None
    assert hezbollah is not None
    assert (hamas.name, hezbollah.name) == ("Hamas", "Hezbollah")


def test_ministries_keep_what_parts_them() -> None:
    """ "Egypt's Interior Ministry" and "the Egyptian Foreign Ministry" are two, the first also "of Egypt"."""
    resolution = resolve(
        """
        Egypt|NNP|nmod:poss|4|B-GPE 's|POS|case|1 Interior|JJ|amod|4|B-ORG Ministry|NNP|nsubj|5|I-ORG blamed~blame|VBD|root|0 the|DT|det|9 Egyptian|JJ|amod|9|B-NORP Foreign|NNP|amod|9|B-ORG Ministry|NNP|obj|5|I-ORG .|.|punct|5
        The|DT|det|3 Interior|NNP|compound|3|B-ORG Ministry|NNP|nsubj|6|I-ORG of|IN|case|5 Egypt|NNP|nmod|3|B-GPE slept~sleep|VBD|root|0 .|.|punct|6
        """  # noqa: E501
    )
    assert resolution.at(0, 3) is not None
    names = [
        mention.entity.name
        for at in ((0, 3), (0, 8), (1, 2))
        if (mention := resolution.at(*at)) is not None and mention.entity is not None
    ]
    assert names == ["Egyptian Interior Ministry", "Egyptian Foreign Ministry", "Egyptian Interior Ministry"]


def test_peoples_republic_is_no_republic() -> None:
    """ "The People's Republic of China" is read as one name, never as the Republic of China."""
    resolution = resolve(
        "The|DT|det|4 People|NNP|nmod:poss|4 's|POS|case|2 Republic|NNP|nsubj|7 of|IN|case|6 China|NNP|nmod|4|B-GPE voted~vote|VBD|root|0 .|.|punct|7"  # noqa: E501
    )
    mention = resolution.at(0, 3)
    assert mention is not None
    assert mention.entity is not None
    assert mention.entity.uid == "Q148"


def test_province_and_river_of_a_country_are_not_the_country() -> None:
    """ "Luxembourg province" and "the Niger River" bear the names of states, and are none."""
    resolution = resolve(
        "Luxembourg|NNP|compound|2|B-GPE province|NN|nsubj|3 crossed~cross|VBD|root|0 the|DT|det|6 Niger|NNP|compound|6|B-GPE River|NNP|obj|3 .|.|punct|3"  # noqa: E501
    )
    uids = {mention.entity.uid for mention in resolution.mentions if mention.entity is not None}
    assert not uids & {"Q32", "Q1032"}


def test_form_of_address_makes_a_noun_a_name() -> None:
    """ "Reverend King" is a person named King, and the King of the fuller name."""
    resolution = resolve(
        """
        Martin|NNP|nsubj|3|B-PERSON King|NNP|flat|1|I-PERSON led~lead|VBD|root|0 them|PRP|obj|3 .|.|punct|3
        Reverend|NNP|nmod:desc|2 King|NNP|nsubj|3 spoke~speak|VBD|root|0 .|.|punct|3
        """
    )
    entity = mention_of(resolution, "Reverend King", 1).entity
    assert entity is not None
    assert entity.name == "Martin King"


def test_direction_parts_two_bodies() -> None:
    """ "Harbour Union" is no short form of "Southern Harbour Union": a northern one may exist."""
    resolution = resolve(
        """
        Southern|NNP|compound|3|B-ORG Harbour|NNP|compound|3|I-ORG Union|NNP|nsubj|4|I-ORG struck~strike|VBD|root|0 .|.|punct|4
        Harbour|NNP|compound|2|B-ORG Union|NNP|nsubj|3|I-ORG waited~wait|VBD|root|0 .|.|punct|3
        """  # noqa: E501
    )
    southern, union = (
        mention_of(resolution, "Southern Harbour Union").entity,
        mention_of(resolution, "Harbour Union", 1).entity,
    )
    assert southern is not None
    assert union is not None
    assert southern.uid != union.uid


def test_body_written_with_capitals_is_named() -> None:
    """ "The Asia Foundation" has a name in every document; "the foundation" is a description of this one."""
    resolution = resolve(
        "The|DT|det|3 Asia|NNP|compound|3|B-LOC Foundation|NNP|nsubj|4 paid~pay|VBD|root|0 .|.|punct|4"
    )
    entity = mention_of(resolution, "Asia Foundation").entity
    assert entity is not None
    assert (entity.name, entity.scope) == ("Asia Foundation", Scope.NAMED)
