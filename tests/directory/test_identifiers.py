"""Check digits of registers, on numbers that were published by the registers themselves."""

import pytest

from mosty.directory.identifiers import WrongNumber, checked


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("inn", "7707083893", "7707083893"),
        ("inn", "77 07 083893", "7707083893"),
        ("inn", "500100732259", "500100732259"),
        ("ogrn", "1027700132195", "1027700132195"),
        ("ogrn", "304500116000157", "304500116000157"),
        ("lei", "5493001kjtiigc8y1r12", "5493001KJTIIGC8Y1R12"),
        ("isni", "0000 0001 2103 2683", "0000000121032683"),
        ("isni", "0000-0001-2281-955X", "000000012281955X"),
        ("vat", "DE 136-695-976", "DE136695976"),
        ("other", "  HRB   12 ", "HRB 12"),
    ],
)
def test_a_right_number_is_kept_bare(kind, value, kept):
    assert checked(kind, value) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("inn", "7707083894"),
        ("inn", "500100732258"),
        ("inn", "500100732269"),
        ("inn", "77070838"),
        ("inn", "٧٧٠٧٠٨٣٨٩٣"),
        ("ogrn", "1027700132196"),
        ("ogrn", "304500116000158"),
        ("ogrn", "10277001321"),
        ("lei", "5493001KJTIIGC8Y1R13"),
        ("lei", "5493001KJTIIGC8Y1R"),
        ("isni", "0000000121032684"),
        ("isni", "X000000121032683"),
        ("vat", "DE"),
        ("other", "  "),
    ],
)
def test_a_wrong_number_is_refused_with_words(kind, value):
    with pytest.raises(WrongNumber) as refusal:
        checked(kind, value)
    assert str(refusal.value.message).endswith(".")
