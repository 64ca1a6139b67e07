"""Keys of place names and the generic words inside them."""

import pytest

from tidings.reference.placenames import loose_key, plain_key, skeleton_key, without_generic


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dayr az Zawr", "Deir ez-Zor"),
        ("Ar Raqqah", "Raqqa"),
        ("Al Huwayjah", "Huwaija"),
        ("Ayn Isa", "Ain Issa"),
        ("Hodeidah", "Al Hudaydah"),
        ("Bayji", "Baiji"),
        ("Qamishli", "Kamishly"),
    ],
)
def test_spellings_of_one_name_share_the_loose_key(one: str, other: str) -> None:
    """Articles, doubled letters and the usual transliterations do not change the loose key."""
    assert loose_key(one) == loose_key(other)


def test_plain_key_forgets_case_accents_and_marks() -> None:
    """The plain key keeps only letters and figures."""
    assert plain_key("Sana'a") == plain_key("SANAA") == "sanaa"
    assert plain_key("Ḩamāh") == "hamah"


def test_other_scripts_keep_their_letters() -> None:
    """Arabic and Cyrillic names are keys in their own letters; loosely, Arabic loses its article and Cyrillic is brought into Latin."""
    assert plain_key("Харків") == "харків"
    assert loose_key("الرقة") == loose_key("رقه")
    assert loose_key("Бахмут") == loose_key("Bakhmut")
    assert loose_key("ဟားခါး") == ""


def test_a_skeleton_is_the_consonants_of_a_long_enough_name() -> None:
    """Vowels that differ by ear fall away; two consonants tell nobody apart."""
    assert skeleton_key("Khirbet Ghazaleh") == skeleton_key("Khurbat Ghazala") == "krbtgzl"
    assert skeleton_key("Ain") == ""
    assert skeleton_key("الرقة") == ""


def test_an_article_alone_stays() -> None:
    """ "Al" is cut before another word only, so that a name is never empty."""
    assert loose_key("Al") != ""


@pytest.mark.parametrize(
    ("name", "bare", "first"),
    [
        ("Diyala Province", "Diyala", "admin1"),
        ("Sinjar district", "Sinjar", "admin2"),
        ("province of Aleppo", "Aleppo", "admin1"),
        ("Lake Chad", "Chad", "water"),
        ("Aleppo", "Aleppo", None),
    ],
)
def test_generic_words_hint_at_a_class(name: str, bare: str, first: str | None) -> None:
    """A generic word is cut off and says what kind of place is meant."""
    found, hint = without_generic(name)
    assert found == bare
    assert (hint[0] if hint else None) == first
