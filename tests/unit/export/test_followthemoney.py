"""FollowTheMoney statements: keys and properties as its own library has them, persons only for the house."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from tests.unit.export.handmade import actor, exactly, place, report, said, view
from tidings.export.followthemoney import write
from tidings.export.losses import Losses
from tidings.reference.export_tables import load_followthemoney

#: The columns of the statement format (followthemoney 4.11, ``Statement.to_dict``) and ``prop_type``.
COLUMNS = {
    "id", "entity_id", "canonical_id", "prop", "prop_type", "schema", "value", "original_value", "dataset", "origin", "lang", "external",
    "first_seen", "last_seen",
}  # fmt: skip
FRONT = actor("Hill Front", id="hill-front")


def statements(*reports, **told):
    losses = Losses()
    return [json.loads(line) for line in write(view(list(reports)), losses, **told)], losses.all()


def values(found, schema, prop):
    return sorted(each["value"] for each in found if (each["schema"], each["prop"]) == (schema, prop))


def both():
    return (
        report(
            "air_strike",
            where=place(),
            actors=[FRONT],
            counts=[exactly(7, "civilians", by="police")],
            said_by=[said("police")],
        ),
        report("air_strike", where=place(), actors=[FRONT], number=1, outlet="EFE", published=dt.date(2024, 5, 9)),
    )


def test_each_line_is_a_statement_with_the_key_that_the_library_gives():
    """All columns; the key is SHA-1 over data set, entity, property and value."""
    found, _ = statements(*both())
    for each in found:
        assert set(each) == COLUMNS
        key = f"{each['dataset']}.{each['entity_id']}.{each['prop']}.{each['value']}"
        assert each["id"] == hashlib.sha1(key.encode()).hexdigest()
        assert ":" not in each["entity_id"]
    assert len({each["id"] for each in found}) == len(found)
    assert found == sorted(found, key=lambda each: (each["canonical_id"], each["prop"], each["value"]))


def test_properties_and_types_are_those_of_the_table():
    """Every entity has an ``id`` statement and its schema's own properties."""
    found, _ = statements(*both())
    known = load_followthemoney().properties
    for each in found:
        assert each["prop_type"] == ("id" if each["prop"] == "id" else known[each["schema"]][each["prop"]])
    entities = {each["entity_id"] for each in found}
    assert {each["entity_id"] for each in found if each["prop"] == "id"} == entities
    referred = {each["value"] for each in found if each["prop_type"] == "entity"}
    assert referred <= entities


def test_an_event_has_days_place_figures_parties_and_proof():
    """With who says so; first and last seen are days of publication."""
    found, _ = statements(*both())
    assert values(found, "Event", "name") == ["air strike in Qadra"]
    assert values(found, "Event", "startDate") == ["2024-05-05"]
    assert values(found, "Event", "location") == ["Qadra, Tor"]
    assert values(found, "Event", "summary") == ["killed, civilians: 7 (police)"]
    assert len(values(found, "Event", "proof")) == 2
    assert values(found, "Organization", "name") == ["Hill Front"]
    (name,) = [each for each in found if each["prop"] == "name" and each["schema"] == "Event"]
    assert (name["first_seen"], name["last_seen"]) == ("2024-05-06", "2024-05-09")


def test_persons_are_entities_only_when_asked_for():
    """A named victim is left out, and the loss report says that one was, and not who."""
    told = report(where=place(), actors=[FRONT], recipients=[actor("Amal Haddad", "unknown")])
    found, losses = statements(told)
    assert not [each for each in found if "Haddad" in json.dumps(each)]
    assert "persons are no entities outside the house" in {loss.rule for loss in losses}
    assert "Haddad" not in str(losses)
    found, _ = statements(told, persons=True)
    assert values(found, "Person", "name") == ["Amal Haddad"]


def test_a_common_noun_is_no_entity():
    """ "Gunmen" are not an organisation."""
    found, losses = statements(report(where=place(), actors=[actor("gunmen", "unknown")]))
    assert not values(found, "Organization", "name")
    assert "no name to make an entity of" in {loss.rule for loss in losses}


def test_a_named_body_without_a_row_is_an_organisation():
    """By the word that says what it is."""
    found, _ = statements(report(where=place(), recipients=[actor("Tolmen Farmers' Union", "civilians")]))
    assert values(found, "Organization", "name") == ["Tolmen Farmers' Union"]
