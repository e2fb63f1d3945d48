"""Files that a deployment needs in a bucket. Their keys are the hashes of their contents."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Mapping
from typing import Any

from workflow_dsl.deploy.bucket import TEMPLATES, create_bucket, own_bucket
from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.errors import DeployError
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
        raise DeployError(f"the template has {size:,} bytes, and CloudFormation takes 1,048,576; split the workflow")
    owner: dict[str, Any] = {}
    name = bucket
    if name is None:
        name = yield from own_bucket(connection)
        owner = {"ExpectedBucketOwner": connection.account()}
    key = f"{TEMPLATES}{hashlib.sha256(text.encode()).hexdigest()}.template"
    yield Note(f"uploading the template, {size:,} bytes, to {name}")
    connection.client("s3").put_object(Bucket=name, Key=key, Body=text.encode(), **owner)
    host = connection.endpoint or f"https://s3.{connection.region}.{_suffix(connection.region)}"
    return {"TemplateURL": f"{host}/{name}/{key}"}


def upload(connection: Connection, bucket: str, files: Mapping[str, bytes]) -> None:
    """Put files into a bucket of this account, made when there is none."""
    create_bucket(connection, bucket)
    for key, content in files.items():
        connection.client("s3").put_object(Bucket=bucket, Key=key, Body=content)


def _suffix(region: str) -> str:
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
