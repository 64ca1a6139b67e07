"""The actor table: true rows, dated names, a user's own file that wins."""

from __future__ import annotations

import datetime as dt
import pickle
import time
from pathlib import Path

import pytest

from tidings.errors import DataError
from tidings.reference import actors
from tidings.reference.actor_lookup import find_actor
from tidings.reference.actors import ActorTable, fits_case, fold

TABLE = ActorTable.load()


def write(folder: Path, text: str) -> Path:
    """A user's actor file."""
    file = folder / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_compiled_table_is_fresh() -> None:
    """The compiled copy is what its YAML files say: run `python -m tidings.reference.actors` after editing them."""
    assert (actors.DATA / "actors.json").read_bytes() == actors.compile_table()


def test_the_table_is_large_and_has_no_terrorists() -> None:
    """At least 300 actors, each id once, and only kinds that RECORD knows."""
    assert len(TABLE.rows) >= 300
    assert len({row.id for row in TABLE.everyone}) == len(TABLE.everyone)
    assert not any("terrorist" in row.kind for row in TABLE.everyone)


def test_every_tie_leads_to_somebody() -> None:
    """Parents and relations name ids of the table, and nobody ends before beginning."""
    known = {row.id for row in TABLE.everyone} | {state.id for state in TABLE.states}
    assert not [(row.id, tie.to) for row in TABLE.everyone for tie in row.relations if tie.to not in known]
    assert not [row.id for row in TABLE.everyone if row.start and row.end and row.start > row.end]
    assert not [row.id for row in TABLE.everyone for other in row.licensed_by if other not in known]


def test_countries_of_actors_are_states_we_know() -> None:
    """Every country code of an actor is in the table of states."""
    codes = {code for row in TABLE.everyone for code in (row.country, *row.areas) if code}
    assert codes <= set(TABLE.state_by_iso)


def test_the_table_loads_fast() -> None:
    """Under 100 ms, so that no command waits for it."""
    ActorTable.load()
    start = time.perf_counter()
    ActorTable.load()
    assert time.perf_counter() - start < 0.1


@pytest.mark.parametrize(
    "day, expected",
    (
        (dt.date(2005, 5, 1), "al-qaeda-in-iraq"),
        (dt.date(2010, 5, 1), "islamic-state-of-iraq"),
        (dt.date(2016, 5, 1), "islamic-state"),
    ),
)
def test_a_shared_name_depends_on_the_day(day: dt.date, expected: str) -> None:
    """Who "IS" was changes with the years."""
    assert find_actor(TABLE, "IS", day)[0].row.id == expected


@pytest.mark.parametrize(
    "name, expected",
    (
        ("Da'esh", "islamic-state"),
        ("al Shabab", "al-shabaab"),
        ("SDF", "syrian-democratic-forces"),
        ("Ejército de Liberación Nacional", "eln"),
        ("Tatmadaw", "myanmar-forces"),
        ("داعش", "islamic-state"),
        ("Séléka", "seleka"),
        ("Seleka", "seleka"),
    ),
)
def test_other_names_lead_to_the_same_actor(name: str, expected: str) -> None:
    """Abbreviations, spellings, local scripts and lost accents are names too."""
    assert find_actor(TABLE, name)[0].row.id == expected


def test_find_gives_reasons_in_words() -> None:
    """Every answer says why it is one; the best comes first; a part of a name is a weak answer."""
    answers = find_actor(TABLE, "Liberation Front")
    assert answers
    assert all(answer.reasons and 0 <= answer.score <= 1 for answer in answers)
    assert [a.score for a in answers] == sorted((a.score for a in answers), reverse=True)
    assert find_actor(TABLE, "no such group at all") == ()
    assert all(answer.score < 0.5 for answer in answers)


def test_kinds_and_ties_have_their_time() -> None:
    """The Taliban govern from 15 August 2021; a tie holds between its days."""
    taliban = TABLE.by_id["taliban"]
    assert taliban.kind_on(dt.date(2021, 8, 14)) == "rebel_group"
    assert taliban.kind_on(dt.date(2021, 8, 15)) == "state_forces"
    nusra = TABLE.by_id["jabhat-al-nusra"]
    assert nusra.relations_on(dt.date(2015, 1, 1))
    assert not nusra.relations_on(dt.date(2012, 6, 1))


def test_a_users_file_wins(tmp_path: Path) -> None:
    """A user's row replaces ours of the same id, takes over a name of ours, and changes the digest."""
    file = write(
        tmp_path,
        """
- {id: harbour-guard, name: Harbour Guard, aliases: [SDF, HG], kind: political_militia, start: 2019}
- {id: eln, name: Our ELN, kind: rebel_group}
""",
    )
    table = ActorTable.load(file)
    assert [one.row.id for one in find_actor(table, "SDF") if one.score >= 0.5] == ["harbour-guard"]
    assert table.by_id["eln"].name == "Our ELN"
    assert find_actor(table, "Syrian Democratic Forces")[0].row.id == "syrian-democratic-forces"
    assert table.digest != TABLE.digest
    assert ActorTable.load(file).digest == table.digest


@pytest.mark.parametrize(
    "text, fault",
    (
        ("- {id: a, name: A, kind: terrorist}", "kind"),
        ("- {id: a, kind: rebel_group}", "name"),
        ("- {id: A b, name: A, kind: rebel_group}", "id"),
        ("- {id: a, name: A, kind: rebel_group, start: long ago}", "start"),
        ("- {id: a, name: A, kind: rebel_group, country: Syria}", "country"),
        ("- {id: a, name: A, kind: rebel_group, colour: red}", "colour"),
        ("- {id: a, name: A, kind: rebel_group, aliases: [no]}", "alias"),
        ("- {id: a, name: A, kind: rebel_group, relations: [ally]}", "relations"),
        ("- {id: a, name: A, kind: rebel_group}\n- {id: a, name: B, kind: rebel_group}", "twice"),
        ("just words", "list"),
        ("- {id: a", "YAML"),
    ),
)
def test_a_malformed_file_says_where(tmp_path: Path, text: str, fault: str) -> None:
    """The error names the file and the field at fault, so that the user can mend it."""
    with pytest.raises(DataError, match=fault) as caught:
        ActorTable.load(write(tmp_path, text))
    assert "mine.yaml" in str(caught.value)


def test_a_missing_file_is_a_plain_error(tmp_path: Path) -> None:
    """A path that is not there is named."""
    with pytest.raises(DataError, match="nowhere"):
        ActorTable.load(tmp_path / "nowhere.yaml")


def test_names_match_as_whole_words_with_their_case() -> None:
    """ "IS" is not "is", "Hamas" is not in "Hamassa"; an abbreviation keeps its capitals."""
    found = {
        text: [m.meanings[0].alias.name for m in TABLE.matches(text)] for text in ("is", "Hamassa", "IS fled", "pkk")
    }
    assert found == {"is": [], "Hamassa": [], "IS fled": ["IS"], "pkk": ["PKK"]}


def test_matches_stand_where_they_say() -> None:
    """Offsets are code points of the text as given, past letters whose lower case is longer."""
    text = "İstanbul heard that Séléka met the U.S. military."
    words = {text[m.start : m.end] for m in TABLE.matches(text)}
    assert {"Séléka", "U.S. military"} <= words
    assert len(fold(text)) == len(text)
    assert fits_case("Houthi", "Houthi")


def test_a_table_pickles() -> None:
    """Workers get the table whole."""
    assert pickle.loads(pickle.dumps(TABLE)) == TABLE
