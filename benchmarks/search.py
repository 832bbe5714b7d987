"""What is searched for: names that are held by a person in reach, as they are, in part, misspelt; and common ones."""

from itertools import islice

import orjson

from actip.thai import names as thai_names
from actip.vault.blind import hashes
from benchmarks import sealed, world
from benchmarks.bare import Bare

FIND = """
SELECT f.row_id, f.matter_id, f.hits, m.number
FROM actip.find_rows('VID', 'name', %(lists)s::text[], %(least)s::int[], 20, 20) WITH ORDINALITY AS f (row_id, matter_id, hits, place)
JOIN access_matter m ON m.id = f.matter_id ORDER BY f.place"""


class Searches:
    """Searches by somebody of one agency for victims of its own matters."""

    def __init__(self, run, size: str):
        self.run, self.size, self.session = run, size, run.sessions[size]
        self.connection: Bare = run.bare[size]

    def texts(self) -> dict[str, list[str]]:
        """Kind of search -> what is typed."""
        held = [sealed.name_of("victim", place) for place in islice(self._people(), 400)]
        thai = [name for name in held if name[0] > "z"][:30]
        latin = [name for name in held if name[0] <= "z"][:30]
        return {
            "whole Thai name": thai,
            "whole Latin name": latin,
            "Thai name, one letter wrong": [_misspelt(name, "ฒ") for name in thai],
            "Latin name, one letter wrong": [_misspelt(name, "q") for name in latin],
            "start of a Thai family name": [name.split()[-1][:5] for name in thai],
            "common Thai given name": ["สมชาย", "สมหญิง", "มาลี"],
            "common Latin word": ["Aye", "Htun", "Khin"],
        }

    def _people(self):
        """Numbers of the people of the agency who have an identity; for a small one, those of its first cases."""
        agency = self.session.user.agency_id
        for place in range(self.run.counts.people):
            if sealed.has_identity("victim", place) and world.lead_of_case(world.case_of_person(place)) == agency:
                yield place

    def bare(self, text: str) -> list:
        """The lookups of the program on one psycopg2 connection, encoded; the signed context included."""
        self.connection.cursor.execute("BEGIN")
        self.connection.act(self.session.user)
        lookups = thai_names.lookups(text)
        lists = ["{" + ",".join(map(str, hashes("VID", "name", one.tokens))) + "}" for one in lookups]
        _names, rows = self.connection.rows(FIND, lists=lists, least=[one.least for one in lookups])
        self.connection.cursor.execute("COMMIT")
        orjson.dumps(rows, default=str)
        return rows


def _misspelt(name: str, letter: str) -> str:
    """One letter in the middle of the longest word is another."""
    word = max(name.split(), key=len)
    place = len(word) // 2
    return name.replace(word, word[:place] + letter + word[place + 1 :], 1)
