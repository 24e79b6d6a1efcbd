"""What kind of place or people a name is: facts on countries from the data, and the lists of kg.training.words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from kg.training.words import read_words

MORE_COUNTRIES = read_words("countries")
NOT_COUNTRIES = read_words("not_countries")
PEOPLES = read_words("peoples")
REGIONS = read_words("regions")
REGION_WORDS = read_words("region_words")
FACILITY_WORDS = read_words("facility_words")


@dataclass(frozen=True, slots=True)
class Places:
    """Names of countries, capitals and peoples."""

    countries: frozenset[str]
    capitals: frozenset[str]
    peoples: frozenset[str]

    def is_people(self, name: str) -> bool:
        """Whether the name is an adjective of nationality, religion or the like, or the people themselves."""
        return name in self.peoples or all(self._is_people_word(word) for word in name.split(" "))

    def _is_people_word(self, word: str) -> bool:
        if word in self.peoples:
            return True
        return word.endswith("s") and (word[:-1] in self.peoples or word[:-2] in self.peoples)

    def is_country(self, name: str) -> bool:
        """Whether the name is a country's, or that of a territory in the news as one."""
        return name in self.countries

    def is_region(self, name: str) -> bool:
        """Whether the name is a river, sea, mountain, continent, road, building or another place without a government.

        Example:
            >>> Places(frozenset(), frozenset(), frozenset()).is_region("Black Sea")
            True
        """
        words = name.split(" ")
        outer = len(words) > 1 and (words[0] in REGION_WORDS or words[-1] in REGION_WORDS | FACILITY_WORDS)
        return name in REGIONS or outer

    def place_label(self, name: str) -> str:
        """GPE or LOC for a name known to be a place."""
        return "LOC" if self.is_region(name) and not self.is_country(name) else "GPE"


def read_places(path: Path) -> Places:
    """The facts of `linking/countries.json` together with the lists of this module."""
    countries, capitals, peoples = set(MORE_COUNTRIES), set(), set(PEOPLES)
    for row in json.loads(path.read_text(encoding="utf-8")):
        names = [row["name"]["common"], row["name"]["official"], *row["altSpellings"]]
        countries.update(name for name in names if len(name) > 3 and name.isascii() and name[0].isupper())
        capitals.update(row["capital"])
        peoples.update(name for name in row["demonyms"].get("eng", {}).values() if name)
    countries -= NOT_COUNTRIES
    return Places(frozenset(countries), frozenset(capitals), frozenset(peoples - countries))
