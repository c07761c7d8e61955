"""Settings from file, environment and command line, and what each mistake is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.locale.catalogue import LANGUAGES, set_language, t
from app.services.errors import Refused
from app.settings import Settings, load, variables


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person without any settings: an empty configuration folder and an empty data folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def write(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "binnacle.toml"
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return file


def told(**values: Any) -> str:
    """The English text of the refusal; the Chinese one exists too."""
    with pytest.raises(Refused) as caught:
        load(**values)
    texts = []
    for language in LANGUAGES:
        set_language(language)
        texts.append(t(caught.value.key, **caught.value.values))
    set_language("en")
    assert texts[0] != texts[1]
    return texts[0]


def test_nothing_has_to_be_set(home: Path) -> None:
    settings = load(data_dir=home, environ={})
    assert settings.store_url == f"sqlite:///{home / 'binnacle.db'}"
    assert (settings.gates.create_compute, settings.gates.submit_compute, settings.gates.min_topup) == (100, 95, 100)
    assert (settings.okx.site, settings.okx.own("live")) == ("", {})
    assert not settings.demo


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(home: Path) -> None:
    write(home, 'language = "zh"\nidle_lock_s = 60\nsession_hours = 3\n')
    environ = {"BINNACLE_LANGUAGE": "en", "BINNACLE_IDLE_LOCK_S": "120"}
    settings = load(data_dir=home, language="zh", environ=environ)
    assert (settings.language, settings.idle_lock_s, settings.session_hours) == ("zh", 120, 3)


def test_the_data_folders_file_wins_over_the_persons_own(home: Path) -> None:
    own = home.parent / "config" / "binnacle"
    own.mkdir(parents=True)
    write(own, '[smtp]\nhost = "a.example"\nsender = "a@a.example"\n')
    write(home, '[smtp]\nhost = "b.example"\n')
    settings = load(data_dir=home, environ={})
    assert (settings.smtp.host, settings.smtp.sender) == ("b.example", "a@a.example")


@pytest.mark.parametrize(("spoken", "language"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("C.UTF-8", "en")])
def test_the_language_is_the_terminals_when_nothing_says_otherwise(home: Path, spoken: str, language: str) -> None:
    assert load(data_dir=home, environ={"LANG": spoken}).language == language


def test_gains_are_red_in_chinese_and_green_in_english_unless_chosen(home: Path) -> None:
    assert load(data_dir=home, language="zh", environ={}).is_red_up
    assert not load(data_dir=home, language="en", environ={}).is_red_up
    assert load(data_dir=home, language="en", environ={"BINNACLE_COLOURS_UP": "red"}).is_red_up


def test_the_demo_keeps_apart_and_reads_no_file(home: Path) -> None:
    write(home, '[smtp]\nhost = "mail.example"\nsender = "a@mail.example"\n')
    settings = load(data_dir=home, demo=True, environ={})
    assert settings.data_dir == home / "demo"
    assert settings.smtp.host == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("langage = 'zh'", "there is no setting langage"),
        ("[smtp]\nhots = 'x'", "there is no setting smtp.hots"),
        ("[smtp]\nport = 'many'", "smtp.port: Expected `int`"),
        ("[metering]\nshare_percent = 120", "metering.share_percent: Expected `int` <= 100"),
        ("[okx]\nsite = 'mars'", "okx.site: Invalid enum value 'mars'"),
        ("language = ", "is not TOML"),
    ],
)
def test_a_mistake_names_file_and_key(home: Path, text: str, words: str) -> None:
    file = write(home, text)
    text_told = told(data_dir=home, environ={})
    assert str(file) in text_told
    assert words in text_told


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"BINNACLE_SMTP_HOTS": "x"}, "BINNACLE_SMTP_HOTS"),
        ({"BINNACLE_SMTP_PORT": "many"}, "BINNACLE_SMTP_PORT: Expected `int`"),
        ({"BINNACLE_EGRESS_IPS": "203.0.113.7, nowhere"}, "nowhere is not an IP address"),
        ({"BINNACLE_SMTP_HOST": "mail.example"}, "which address mail comes from"),
        (
            {
                "BINNACLE_SMTP_HOST": "mail.example",
                "BINNACLE_SMTP_SENDER": "a@b.example",
                "BINNACLE_SMTP_SECURITY": "plain",
            },
            "plain is for this machine only",
        ),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(home: Path, environ: dict[str, str], words: str) -> None:
    assert words in told(data_dir=home, environ=environ)


def test_variables_that_are_no_settings_are_left_alone(home: Path) -> None:
    environ = {"BINNACLE_PASSWORD": "x", "BINNACLE_TEST_POSTGRES": "y", "BINNACLES": "z"}
    assert isinstance(load(data_dir=home, environ=environ), Settings)


def test_every_setting_has_a_variable_of_its_own() -> None:
    names = variables()
    assert names["BINNACLE_SMTP_HOST"] == ("smtp", "host")
    assert names["BINNACLE_OKX_LIVE_WS_PRIVATE"] == ("okx", "live", "ws_private")
    assert len(set(names.values())) == len(names)


def test_the_ways_of_finding_payments_can_be_chosen_but_not_all_left_out(home: Path) -> None:
    assert load(data_dir=home, environ={}).tron.finders == ("index", "logs")
    assert load(data_dir=home, environ={"BINNACLE_TRON_FINDERS": "index"}).tron.finders == ("index",)
    write(home, '[tron]\nfinders = ["logs"]\n')
    assert load(data_dir=home, environ={}).tron.finders == ("logs",)
    assert "no payment would ever be found" in told(data_dir=home, environ={"BINNACLE_TRON_FINDERS": ","})
    assert "BINNACLE_TRON_FINDERS" in told(data_dir=home, environ={"BINNACLE_TRON_FINDERS": "guess"})


def test_lists_in_variables_are_separated_by_commas(home: Path) -> None:
    settings = load(data_dir=home, environ={"BINNACLE_EGRESS_IPS": "203.0.113.7, 2001:db8::7"})
    assert settings.egress_ips == ("203.0.113.7", "2001:db8::7")


def test_a_file_with_a_password_that_others_may_read_is_refused(home: Path) -> None:
    text = "[smtp]\nhost = 'mail.example'\nsender = 'a@mail.example'\npassword = 'open-sesame'\n"
    write(home, text, mode=0o644)
    assert "chmod 600" in told(data_dir=home, environ={})
    write(home, text, mode=0o600)
    assert load(data_dir=home, environ={}).smtp.password.reveal() == "open-sesame"


def test_settings_show_no_secret(home: Path) -> None:
    environ = {"BINNACLE_SMTP_PASSWORD": "open-sesame", "BINNACLE_TRON_API_KEY": "provider-key-1"}
    shown = repr(load(data_dir=home, environ=environ))
    assert "open-sesame" not in shown
    assert "provider-key-1" not in shown
