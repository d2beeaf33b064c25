"""What the environment says becomes one value; a secret is made once; nonsense is refused by the variable's name."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from caseforms import settings
from caseforms.settings import SettingsError


def _read(folder: Path, **variables: str) -> settings.Settings:
    return settings.read({"CASEFORMS_DATA_DIR": str(folder), **variables})


def test_an_empty_environment_is_enough(tmp_path: Path) -> None:
    here = _read(tmp_path / "var")

    assert here.database_url == f"sqlite:///{tmp_path / 'var' / 'caseforms.db'}"
    assert here.max_upload_size == 20 * 1024 * 1024
    assert here.default_language == "zh"
    assert not here.demo


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = _read(tmp_path), _read(tmp_path)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_given_secret_is_used_and_none_is_written(tmp_path: Path) -> None:
    here = _read(tmp_path, CASEFORMS_SECRET_KEY="given")

    assert here.secret_key == "given"
    assert not (tmp_path / "secret_key").exists()


def test_the_secret_does_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    assert "given" not in repr(_read(tmp_path, CASEFORMS_SECRET_KEY="given"))


def test_variables_win_over_defaults_and_arguments_over_variables(tmp_path: Path) -> None:
    variables = {"CASEFORMS_SESSION_MINUTES": "5", "CASEFORMS_MAX_UPLOAD_MB": "1", "CASEFORMS_DEMO": "no"}

    here = settings.read({"CASEFORMS_DATA_DIR": str(tmp_path), **variables}, demo=True)

    assert here.session_lifetime == timedelta(minutes=5)
    assert here.max_upload_size == 1024 * 1024
    assert here.demo


def test_a_given_data_directory_holds_the_default_database(tmp_path: Path) -> None:
    here = settings.read({}, data_dir=tmp_path / "demo")

    assert here.database_url.endswith("/demo/caseforms.db")
    assert here.field_key_file.parent == tmp_path / "demo"


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("CASEFORMS_MAX_UPLOAD_MB", "20MB"),
        ("CASEFORMS_SESSION_MINUTES", "-5"),
        ("CASEFORMS_TRUSTED_PROXIES", "１"),
        ("CASEFORMS_DEMO", "maybe"),
        ("CASEFORMS_LANGUAGE", "fr"),
    ],
)
def test_nonsense_is_refused_by_the_name_of_its_variable(tmp_path: Path, variable: str, text: str) -> None:
    with pytest.raises(SettingsError, match=variable) as caught:
        _read(tmp_path, **{variable: text})

    assert text not in str(caught.value)
