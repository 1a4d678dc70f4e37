"""Countries and territories by CLDR, in any language, and the points that stand for them on a map.

Names come from CLDR as Babel carries it. A point is the capital's (degrees east, degrees north).
"""

from functools import cache

from babel import Locale

from mosty.core import languages

# Codes that CLDR lists beside countries: unions, test codes, parts of countries outside ISO 3166-1.
NOT_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
)


@cache
def codes() -> tuple[str, ...]:
    """All ISO 3166-1 alpha-2 codes that CLDR names."""
    return tuple(sorted(_names("en")))


def name(code: str, language: str | None = None) -> str:
    """The country's name in `language` (the reader's by default); the code when CLDR has none."""
    return _names(language or languages.current()).get(code, code)


def choices() -> list[tuple[str, str]]:
    """(code, name) in the reader's language and order, an empty choice first."""
    named = sorted(_names(languages.current()).items(), key=lambda pair: _order(pair[1]))
    return [("", "—"), *named]


def point(code: str) -> tuple[float, float] | None:
    """(longitude, latitude) of the capital in degrees; None where the table has none."""
    return POINTS.get(code)


@cache
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    return {
        code: str(label)
        for code, label in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


def _order(text: str) -> str:
    return text.lower().replace("ё", "е\ue000")


# Capitals, rounded to a tenth of a degree: a point on a world map needs no more.
POINTS = {
    "AE": (54.4, 24.5), "AM": (44.5, 40.2), "AR": (-58.4, -34.6), "AT": (16.4, 48.2),
    "AU": (149.1, -35.3), "AZ": (49.9, 40.4), "BA": (18.4, 43.9), "BD": (90.4, 23.8),
    "BE": (4.4, 50.8), "BG": (23.3, 42.7), "BR": (-47.9, -15.8), "BY": (27.6, 53.9),
    "CA": (-75.7, 45.4), "CH": (7.4, 46.9), "CL": (-70.7, -33.4), "CN": (116.4, 39.9),
    "CO": (-74.1, 4.7), "CU": (-82.4, 23.1), "CY": (33.4, 35.2), "CZ": (14.4, 50.1),
    "DE": (13.4, 52.5), "DK": (12.6, 55.7), "DZ": (3.1, 36.8), "EE": (24.8, 59.4),
    "EG": (31.2, 30.0), "ES": (-3.7, 40.4), "ET": (38.7, 9.0), "FI": (24.9, 60.2),
    "FR": (2.4, 48.9), "GB": (-0.1, 51.5), "GE": (44.8, 41.7), "GR": (23.7, 38.0),
    "HU": (19.1, 47.5), "ID": (106.8, -6.2), "IE": (-6.3, 53.3), "IL": (35.2, 31.8),
    "IN": (77.2, 28.6), "IQ": (44.4, 33.3), "IR": (51.4, 35.7), "IT": (12.5, 41.9),
    "JO": (35.9, 32.0), "JP": (139.7, 35.7), "KE": (36.8, -1.3), "KG": (74.6, 42.9),
    "KR": (127.0, 37.6), "KW": (48.0, 29.4), "KZ": (71.4, 51.2), "LB": (35.5, 33.9),
    "LK": (79.9, 6.9), "LT": (25.3, 54.7), "LV": (24.1, 56.9), "MA": (-6.8, 34.0),
    "MD": (28.9, 47.0), "ME": (19.3, 42.4), "MK": (21.4, 42.0), "MN": (106.9, 47.9),
    "MX": (-99.1, 19.4), "MY": (101.7, 3.1), "NG": (7.5, 9.1), "NL": (4.9, 52.4),
    "NO": (10.8, 59.9), "NZ": (174.8, -41.3), "OM": (58.4, 23.6), "PE": (-77.0, -12.0),
    "PH": (121.0, 14.6), "PK": (73.1, 33.7), "PL": (21.0, 52.2), "PT": (-9.1, 38.7),
    "QA": (51.5, 25.3), "RO": (26.1, 44.4), "RS": (20.5, 44.8), "RU": (37.6, 55.8),
    "SA": (46.7, 24.7), "SE": (18.1, 59.3), "SG": (103.8, 1.3), "SI": (14.5, 46.1),
    "SK": (17.1, 48.1), "SY": (36.3, 33.5), "TH": (100.5, 13.8), "TJ": (68.8, 38.6),
    "TM": (58.4, 37.9), "TN": (10.2, 36.8), "TR": (32.9, 39.9), "TZ": (35.7, -6.2),
    "UA": (30.5, 50.5), "US": (-77.0, 38.9), "UZ": (69.2, 41.3), "VE": (-66.9, 10.5),
    "VN": (105.8, 21.0), "ZA": (28.2, -25.7),
}  # fmt: skip
