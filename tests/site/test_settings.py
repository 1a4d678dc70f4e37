"""Settings from the environment: typed, with errors that say what to do."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mosty.site import databases, embedded, environment, mail
from mosty.site.settings import kept_secret

DOCS = Path(__file__).parents[2] / "docs" / "run" / "settings.md"


@pytest.mark.parametrize("setting", environment.SETTINGS, ids=lambda setting: setting.name)
class TestEverySetting:
    def test_its_default_can_be_read(self, setting: environment.Setting) -> None:
        environment.read(setting.name, {})

    def test_its_example_can_be_read(self, setting: environment.Setting) -> None:
        environment.read(setting.name, {setting.name: setting.example})

    def test_an_empty_value_is_the_default(self, setting: environment.Setting) -> None:
        assert environment.read(setting.name, {setting.name: " "}) == environment.read(
            setting.name, {}
        )

    def test_the_documentation_has_it_as_it_is(self, setting: environment.Setting) -> None:
        assert row(setting) in DOCS.read_text(encoding="utf-8").splitlines()


def row(setting: environment.Setting) -> str:
    """The setting's line of the table in docs/run/settings.md."""
    cells = [
        f"`{setting.name}`",
        setting.kind,
        f"`{setting.default}`" if setting.default else "empty",
    ]
    return f"| {' | '.join([*cells, setting.help, f'`{setting.example}`'])} |"


def test_the_documentation_has_no_setting_that_is_not_there() -> None:
    named = re.findall(r"^\| `([A-Z_]+)`", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(environment.BY_NAME)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("MOSTY_DEMO", "maybe", "expected yes or no"),
        ("MOSTY_PORT", "70000", "expected a whole number from 1 to 65535"),
        ("MOSTY_PORT", "eight", "expected a whole number from 1 to 65535"),
        ("MOSTY_WORKERS", "0", "expected a whole number from 1 to 1000"),
        ("MOSTY_ADDRESS", "mosty.example", "expected an address that begins with http"),
        ("MOSTY_TIME_ZONE", "Moscow", "expected the name of a time zone"),
        ("MOSTY_TIME_ZONE", "../etc/passwd", "expected the name of a time zone"),
        ("MOSTY_MAIL_URL", "mail.example", "expected console:, file:FOLDER"),
        ("MOSTY_DISPUTED_BORDERS", "some", "expected none or atlas"),
        ("DATABASE_URL", "mysql://db", "expected an address that begins with postgresql://"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(name: str, value: str, expected: str) -> None:
    with pytest.raises(environment.WrongSetting) as caught:
        environment.read(name, {name: value})
    assert name in str(caught.value)
    assert expected in str(caught.value)


def test_a_wrong_secret_is_not_shown() -> None:
    with pytest.raises(environment.WrongSetting) as caught:
        environment.read("MOSTY_SECRET_KEY", {"MOSTY_SECRET_KEY": "short-and-private"})
    assert "short-and-private" not in str(caught.value)


def test_hosts_are_those_of_the_address_and_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOSTY_ADDRESS", "https://mosty.example/")
    assert environment.address() == "https://mosty.example"
    assert environment.hosts() == ["mosty.example", "localhost", "127.0.0.1", "[::1]"]
    monkeypatch.setenv("MOSTY_HOSTS", "a.example, b.example")
    assert environment.hosts() == ["a.example", "b.example"]


def test_the_data_folder_is_beside_the_project_unless_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MOSTY_DATA", raising=False)
    assert environment.data_folder() == DOCS.parents[2] / "var"
    monkeypatch.setenv("MOSTY_DATA", "/srv/mosty")
    assert environment.data_folder() == Path("/srv/mosty")


def test_the_secret_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(kept_secret, [tmp_path] * 8))
    assert len(secrets) == 1
    assert len(secrets.pop()) > 50
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_database_address_is_read_part_by_part(tmp_path: Path) -> None:
    home = embedded.home(tmp_path)
    address = "postgresql://me:p%40ss@db.example:5433/week?sslmode=require"
    known = databases.settings_of(address, home)
    assert [known[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")] == [
        "week",
        "me",
        "p@ss",
        "db.example",
        "5433",
        {"sslmode": "require"},
    ]
    assert databases.settings_of("", home)["HOST"] == str(home.sockets)


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://u:p%2F@mail.example", 587, True, False),
        ("smtp://u:p%2F@mail.example:25?tls=no", 25, False, False),
        ("smtps://u:p%2F@mail.example", 465, False, True),
    ],
)
def test_a_mail_address_gives_djangos_settings(
    address: str, port: int, tls: bool, ssl: bool
) -> None:
    known = mail.settings_of(address)
    assert (known["EMAIL_PORT"], known["EMAIL_USE_TLS"], known["EMAIL_USE_SSL"]) == (port, tls, ssl)
    assert (known["EMAIL_HOST_USER"], known["EMAIL_HOST_PASSWORD"]) == ("u", "p/")
