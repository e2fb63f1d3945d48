"""Where a template goes that is too large for a call."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from workflow_dsl.deploy import AwsError, Connection, DeployError
from workflow_dsl.deploy.upload import place_template

LARGE = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}, "Metadata": {"Padding": "x" * 52_000}})
OWN = "workflow-dsl-000000000000-us-east-1"

emulated = pytest.mark.emulator


def place(connection: Connection, text: str, bucket: str | None = None) -> tuple[list[str], dict[str, str]]:
    """What was told, and the argument for CloudFormation."""
    told: list[str] = []
    steps = place_template(connection, text, bucket)
    while True:
        try:
            told.append(next(steps).text)
        except StopIteration as end:
            return told, end.value


class FakeSession:
    """A session whose S3 answers `head_bucket` with an error."""

    region_name = "eu-central-1"

    def __init__(self, code: str) -> None:
        self.code = code
        self.asked: list[str] = []

    def client(self, service: str, **_: Any) -> Any:
        return self

    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": "111122223333"}

    def head_bucket(self, **asked: Any) -> None:
        self.asked.append(asked["ExpectedBucketOwner"])
        raise ClientError({"Error": {"Code": self.code, "Message": "Forbidden"}}, "HeadBucket")


@emulated
def test_a_small_template_needs_no_bucket(connection: Connection) -> None:
    assert place(connection, "{}") == ([], {"TemplateBody": "{}"})


@emulated
def test_the_first_large_template_makes_the_bucket_and_says_so(connection: Connection) -> None:
    first, url = place(connection, LARGE)
    second, again = place(connection, LARGE)

    assert first == [
        f"making the bucket {OWN} for templates and zips: private, encrypted, templates kept for 30 days",
        f"uploading the template, {len(LARGE):,} bytes, to {OWN}",
    ]
    assert second == first[1:]
    assert url == again
    assert url["TemplateURL"].endswith(f"/{OWN}/templates/{hashlib.sha256(LARGE.encode()).hexdigest()}.template")


@emulated
def test_the_bucket_is_private_encrypted_unversioned_and_emptied(connection: Connection) -> None:
    place(connection, LARGE)
    s3 = connection.client("s3")

    closed = s3.get_public_access_block(Bucket=OWN)["PublicAccessBlockConfiguration"]
    (encryption,) = s3.get_bucket_encryption(Bucket=OWN)["ServerSideEncryptionConfiguration"]["Rules"]
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=OWN)["Rules"]
    (refused,) = json.loads(s3.get_bucket_policy(Bucket=OWN)["Policy"])["Statement"]

    assert set(closed.values()) == {True}
    assert len(closed) == 4
    assert encryption["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert "Status" not in s3.get_bucket_versioning(Bucket=OWN)
    assert (rule["Filter"], rule["Expiration"]) == ({"Prefix": "templates/"}, {"Days": 30})
    assert refused["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@emulated
def test_a_bucket_that_was_left_unprotected_is_protected_by_the_next_deployment(connection: Connection) -> None:
    place(connection, LARGE)
    connection.client("s3").delete_public_access_block(Bucket=OWN)

    place(connection, LARGE)

    assert connection.client("s3").get_public_access_block(Bucket=OWN)["PublicAccessBlockConfiguration"]


@emulated
def test_a_bucket_that_is_named_is_used_as_it_is(connection: Connection) -> None:
    connection.client("s3").create_bucket(Bucket="platform-templates")

    _, url = place(connection, LARGE, "platform-templates")

    assert "/platform-templates/templates/" in url["TemplateURL"]
    with pytest.raises(AwsError):
        connection.client("s3").get_bucket_lifecycle_configuration(Bucket="platform-templates")


@emulated
def test_a_bucket_that_is_named_and_missing_is_not_made(connection: Connection) -> None:
    with pytest.raises(AwsError, match="NoSuchBucket"):
        place(connection, LARGE, "nobodys-templates")


def test_a_bucket_of_another_account_gets_no_template() -> None:
    """Its name can be guessed; whoever took it first would be sent what is deployed."""
    session = FakeSession("403")

    with pytest.raises(DeployError, match="workflow-dsl-111122223333-eu-central-1 is another account's") as refused:
        place(Connection(session), LARGE)

    assert "add --bucket NAME" in str(refused.value)
    assert session.asked == ["111122223333"]


def test_a_template_over_a_megabyte_is_refused_before_anything_is_made() -> None:
    with pytest.raises(DeployError, match="the template has 1,100,000 bytes"):
        place(Connection(FakeSession("500")), "x" * 1_100_000)
