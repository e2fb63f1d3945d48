"""Files that a deployment needs in a bucket. Their keys are the hashes of their contents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.errors import AwsError, DeployError

TEMPLATE_BYTES = 51_200
"""The largest template that goes with the call itself.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""
TEMPLATE_BYTES_IN_BUCKET = 1_048_576


def place_template(connection: Connection, text: str, bucket: str | None) -> dict[str, str]:
    """The argument with which CloudFormation takes the template: its text, or where it was uploaded to.

    A bucket is used, and made when there is none, only for a template over 51,200 bytes.
    """
    size = len(text.encode())
    if size <= TEMPLATE_BYTES:
        return {"TemplateBody": text}
    if size > TEMPLATE_BYTES_IN_BUCKET:
        raise DeployError(f"the template has {size:,} bytes, and CloudFormation takes 1,048,576; split the workflow")
    name = bucket or f"workflow-dsl-{connection.account()}-{connection.region}"
    key = f"templates/{hashlib.sha256(text.encode()).hexdigest()}.template"
    upload(connection, name, {key: text.encode()})
    host = connection.endpoint or f"https://s3.{connection.region}.{_suffix(connection.region)}"
    return {"TemplateURL": f"{host}/{name}/{key}"}


def upload(connection: Connection, bucket: str, files: Mapping[str, bytes]) -> None:
    """Put files into a bucket of this account, made when there is none: private, encrypted by S3's default."""
    service = connection.client("s3")
    _make_bucket(connection, bucket)
    for key, content in files.items():
        service.put_object(Bucket=bucket, Key=key, Body=content)


def _make_bucket(connection: Connection, bucket: str) -> None:
    service = connection.client("s3")
    if any(found["Name"] == bucket for found in service.list_buckets().get("Buckets", [])):
        return
    # us-east-1 is the one region that may not be named.
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    place = {} if connection.region == "us-east-1" else {"LocationConstraint": connection.region}
    try:
        service.create_bucket(Bucket=bucket, **({"CreateBucketConfiguration": place} if place else {}))
    except AwsError as error:
        if error.code != "BucketAlreadyOwnedByYou":
            raise
    closed = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    service.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(closed, True))


def _suffix(region: str) -> str:
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
