"""Files that a deployment needs in a bucket. Their keys are the hashes of what they are made of."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

from workflow_dsl.deploy.bucket import TEMPLATES, create_bucket, own_bucket
from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.errors import AwsError, DeployError
from workflow_dsl.deploy.events import Note

TEMPLATE_BYTES = 51_200
"""The largest template that goes with the call itself.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""
TEMPLATE_BYTES_IN_BUCKET = 1_048_576


def place_template(connection: Connection, text: str, bucket: str | None) -> Generator[Note, None, dict[str, str]]:
    """The argument with which CloudFormation takes the template: its text, or where it was uploaded to.

    A bucket is used only for a template over 51,200 bytes: `bucket` as it is, or else the account's own for this
    purpose, which is made when there is none. Raises DeployError.
    """
    size = len(text.encode())
    if size <= TEMPLATE_BYTES:
        return {"TemplateBody": text}
    if size > TEMPLATE_BYTES_IN_BUCKET:
        takes = f"CloudFormation takes {TEMPLATE_BYTES_IN_BUCKET:,}"
        raise DeployError(f"the template has {size:,} bytes, and {takes}; split the workflow")
    name, owner = yield from _bucket(connection, bucket)
    key = f"{TEMPLATES}{hashlib.sha256(text.encode()).hexdigest()}.template"
    yield Note(f"uploading the template, {size:,} bytes, to {name}")
    _put(connection, name, key, text.encode(), owner)
    host = connection.endpoint or f"https://s3.{connection.region}.{_suffix(connection.region)}"
    return {"TemplateURL": f"{host}/{name}/{key}"}


def place_zips(
    connection: Connection, zips: Mapping[str, Callable[[], Path]], bucket: str | None
) -> Generator[Note, None, str]:
    """Upload the zips that the bucket has not, each by its key, and return the bucket's name.

    What is called builds the zip. Raises DeployError, and what building raises.
    """
    name, owner = yield from _bucket(connection, bucket)
    for key, build in zips.items():
        if not _has(connection, name, key, owner):
            content = build().read_bytes()
            yield Note(f"uploading {key}, {len(content):,} bytes, to {name}")
            _put(connection, name, key, content, owner)
    return name


def upload(connection: Connection, bucket: str, files: Mapping[str, bytes]) -> None:
    """Put files into a bucket of this account, made when there is none."""
    create_bucket(connection, bucket)
    for key, content in files.items():
        connection.client("s3").put_object(Bucket=bucket, Key=key, Body=content)


def _bucket(connection: Connection, named: str | None) -> Generator[Note, None, tuple[str, dict[str, str]]]:
    """The bucket that was named, or the account's own, and what makes sure that it is the account's."""
    if named is not None:
        return named, {}
    name = yield from own_bucket(connection)
    return name, {"ExpectedBucketOwner": connection.account()}


def _has(connection: Connection, bucket: str, key: str, owner: Mapping[str, str]) -> bool:
    try:
        connection.client("s3").head_object(Bucket=bucket, Key=key, **owner)
    except AwsError as error:
        # Who may not list a bucket is told 403 instead of 404, and may still write.
        if error.code in ("404", "403", "NoSuchKey", "AccessDenied"):
            return False
        raise
    return True


def _put(connection: Connection, bucket: str, key: str, content: bytes, owner: Mapping[str, str]) -> None:
    """S3 refuses what does not arrive as it was sent.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
    """
    check_sum = base64.b64encode(hashlib.sha256(content).digest()).decode()
    connection.client("s3").put_object(Bucket=bucket, Key=key, Body=content, ChecksumSHA256=check_sum, **owner)


def _suffix(region: str) -> str:
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
