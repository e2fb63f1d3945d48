"""Zips of functions on their way to the bucket: each once, whole, and only to a bucket that is ours."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from workflow_dsl.deploy import AwsError, Connection, DeployError, Note, ParameterError, StackRequest, deploy_stack
from workflow_dsl.deploy.upload import place_zips

emulated = pytest.mark.emulator

OWN = "workflow-dsl-000000000000-us-east-1"
SOURCE = "def handler(event, context):\n    return 1\n"
ROLE = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


class Builder:
    """Zips that can be built, and how often they were."""

    def __init__(self, folder: Path, *keys: str) -> None:
        self.built: list[str] = []
        self._folder = folder
        self.zips: Mapping[str, Callable[[], Path]] = {key: self._building(key) for key in keys}

    def _building(self, key: str) -> Callable[[], Path]:
        def build() -> Path:
            self.built.append(key)
            file = self._folder / key.replace("/", "-")
            with zipfile.ZipFile(file, "w") as archive:
                archive.writestr("index.py", SOURCE)
            return file

        return build


def place(connection: Connection, builder: Builder, bucket: str | None = None) -> tuple[list[str], str]:
    told: list[str] = []
    steps = place_zips(connection, builder.zips, bucket)
    while True:
        try:
            told.append(next(steps).text)
        except StopIteration as end:
            return told, end.value


@emulated
def test_a_zip_is_built_and_uploaded_when_the_bucket_has_none_of_that_name(
    connection: Connection, tmp_path: Path
) -> None:
    builder = Builder(tmp_path, "functions/a.zip", "functions/b.zip")
    first, bucket = place(connection, builder)
    connection.client("s3").delete_object(Bucket=OWN, Key="functions/b.zip")

    second, _ = place(connection, builder)

    assert bucket == OWN
    assert first[-2:] == [f"uploading functions/{name}.zip, 156 bytes, to {OWN}" for name in "ab"]
    assert second == [f"uploading functions/b.zip, 156 bytes, to {OWN}"]
    assert builder.built == ["functions/a.zip", "functions/b.zip", "functions/b.zip"]
    stored = connection.client("s3").get_object(Bucket=OWN, Key="functions/a.zip")["Body"].read()
    assert zipfile.ZipFile(io.BytesIO(stored)).read("index.py").decode() == SOURCE


@emulated
def test_zips_are_kept_when_templates_are_deleted(connection: Connection, tmp_path: Path) -> None:
    """A roll-back needs the code of before."""
    place(connection, Builder(tmp_path, "functions/a.zip"))

    (rule,) = connection.client("s3").get_bucket_lifecycle_configuration(Bucket=OWN)["Rules"]
    assert rule["Filter"] == {"Prefix": "templates/"}


def template(timeout: int = 3) -> str:
    """A stack with one function whose code is a zip."""
    resources = {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": ROLE}},
        "Charge": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.13",
                "Handler": "index.handler",
                "Timeout": timeout,
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Code": {"S3Bucket": {"Ref": "CodeBucket"}, "S3Key": "functions/charge.zip"},
            },
        },
    }
    parameters = {"CodeBucket": {"Type": "String"}, "Environment": {"Type": "String", "Default": "dev"}}
    parameters["Environment"]["AllowedPattern"] = "[a-z]+"
    outputs = {"Bucket": {"Value": {"Ref": "CodeBucket"}}}
    return json.dumps({"Parameters": parameters, "Resources": resources, "Outputs": outputs})


@emulated
def test_a_bucket_that_was_chosen_once_stays(connection: Connection, tmp_path: Path) -> None:
    connection.client("s3").create_bucket(Bucket="platform-chosen")
    zips = Builder(tmp_path, "functions/charge.zip").zips
    list(deploy_stack(connection, StackRequest("zips-chosen", template(), {}, "platform-chosen", zips)))

    *_, deployed = deploy_stack(connection, StackRequest("zips-chosen", template(timeout=5), {}, None, zips))

    assert getattr(deployed, "outputs", None) == {"Bucket": "platform-chosen"}


def test_a_wrong_parameter_is_told_before_anything_is_built_or_sent(tmp_path: Path) -> None:
    session, builder = FakeSession("404"), Builder(tmp_path, "functions/charge.zip")
    request = StackRequest("zips-wrong", template(), {"Environment": "42"}, None, builder.zips)

    with pytest.raises(ParameterError, match='Environment: "42" does not match'):
        list(deploy_stack(Connection(session), request))
    assert (session.sent, builder.built, session.asked) == ([], [], ["describe_stacks", "describe_stacks"])


@emulated
@pytest.mark.parametrize("named", ["bucket", "parameter", "nothing"])
def test_the_stack_is_told_where_its_zips_are(connection: Connection, tmp_path: Path, named: str) -> None:
    bucket = OWN if named == "nothing" else f"platform-{named}"
    if named != "nothing":
        connection.client("s3").create_bucket(Bucket=bucket)
    request = StackRequest(
        f"zips-{named}",
        template(),
        {"CodeBucket": bucket} if named == "parameter" else {},
        bucket if named == "bucket" else None,
        Builder(tmp_path, "functions/charge.zip").zips,
    )

    *events, deployed = deploy_stack(connection, request)

    assert getattr(deployed, "outputs", None) == {"Bucket": bucket}
    assert Note(f"uploading functions/charge.zip, 156 bytes, to {bucket}") in events


class FakeSession:
    """An account with a bucket, whose S3 answers `head_object` with an error, and notes what it is sent."""

    region_name = "eu-central-1"

    def __init__(self, code: str) -> None:
        self.code = code
        self.sent: list[Mapping[str, Any]] = []
        self.asked: list[str] = []

    def client(self, service: str, **_: Any) -> Any:
        return self

    def get_partition_for_region(self, region: str) -> str:
        return "aws"

    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": "111122223333"}

    def head_object(self, **asked: Any) -> None:
        raise ClientError({"Error": {"Code": self.code, "Message": "no"}}, "HeadObject")

    def put_object(self, **sent: Any) -> None:
        self.sent.append(sent)

    def describe_stacks(self, **_: Any) -> None:
        self.asked.append("describe_stacks")
        raise ClientError({"Error": {"Code": "ValidationError", "Message": "it does not exist"}}, "DescribeStacks")

    def __getattr__(self, operation: str) -> Any:
        self.asked.append(operation)
        return lambda **_: None


@pytest.mark.parametrize("code", ["404", "403"])
def test_a_zip_is_sent_with_its_check_sum_to_a_bucket_of_this_account(code: str, tmp_path: Path) -> None:
    """403 is the answer for a file that is not there to those who may not list the bucket."""
    session = FakeSession(code)

    place(Connection(session), Builder(tmp_path, "functions/a.zip"))

    (sent,) = session.sent
    assert sent["Bucket"] == "workflow-dsl-111122223333-eu-central-1"
    assert sent["Key"] == "functions/a.zip"
    assert sent["ExpectedBucketOwner"] == "111122223333"
    assert sent["ChecksumSHA256"].endswith("=")


def test_what_else_s3_says_ends_the_deployment(tmp_path: Path) -> None:
    session = FakeSession("503")

    with pytest.raises(AwsError, match="503"):
        place(Connection(session), Builder(tmp_path, "functions/a.zip"))
    assert session.sent == []


def test_what_cannot_be_built_ends_the_deployment_before_anything_is_sent(tmp_path: Path) -> None:
    session = FakeSession("404")

    def build() -> Path:
        raise DeployError("no wheel")

    with pytest.raises(DeployError, match="no wheel"):
        list(place_zips(Connection(session), {"functions/a.zip": build}, None))
    assert session.sent == []
