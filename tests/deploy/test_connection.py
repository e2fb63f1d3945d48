"""Which account and region a deployment goes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow_dsl.deploy import AccessError, RegionError, connect, connect_to_emulator
from workflow_dsl.local import Emulator

SETTINGS = ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Credentials, and nothing that says which region."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "something")


def test_the_region_is_the_one_that_the_aws_cli_would_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")

    assert connect().region == "eu-central-1"
    assert connect(region="us-east-2").region == "us-east-2"


def test_without_a_region_it_is_said_what_to_set() -> None:
    with pytest.raises(RegionError, match="no region is configured; add --region, or set AWS_REGION"):
        connect()


@pytest.mark.parametrize("region", ["eu_central", "eu central", "-"])
def test_a_region_that_cannot_be_one_is_told(region: str) -> None:
    with pytest.raises(RegionError, match=f'"{region}" is no region; write one as eu-central-1'):
        connect(region=region)


def test_the_emulator_is_reached_whatever_the_shell_and_the_files_of_the_sdk_say(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "config"
    broken.write_text("[profile broken\n", encoding="utf-8")
    wrong = {"AWS_PROFILE": "nobody", "AWS_RETRY_MODE": "never", "AWS_USE_FIPS_ENDPOINT": "true", "AWS_REGION": "moon"}
    for name, value in {**wrong, "AWS_CONFIG_FILE": str(broken)}.items():
        monkeypatch.setenv(name, value)

    connection = connect_to_emulator(Emulator(pid=1, started="", port=1, folder="", wait_scale=1.0))

    url = connection.client("s3").generate_presigned_url(ClientMethod="list_buckets")
    assert url.startswith("http://127.0.0.1:1/")
    assert connection.region == "us-east-1"


def test_half_of_the_credentials_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    with pytest.raises(AccessError, match=r"cannot be used: Partial credentials .* missing: AWS_SECRET_ACCESS_KEY"):
        connect(region="eu-central-1")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("role_arn = arn:aws:iam::111122223333:role/deployer", "missing: source_profile or credential_source"),
        ("credential_process = false", "Error when retrieving credentials from custom-process"),
        ("[", "Unable to parse config file"),
    ],
)
def test_a_profile_that_cannot_be_used_is_told(
    settings: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text(f"[profile deployer]\n{settings}\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))

    with pytest.raises(AccessError, match=told):
        connect(profile="deployer", region="eu-central-1")
