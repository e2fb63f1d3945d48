"""The bucket for zips, and for templates that are too large to be sent with a call: one for an account and a region."""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any

from workflow_dsl.deploy.connection import Connection
from workflow_dsl.deploy.errors import AwsError, DeployError
from workflow_dsl.deploy.events import Note

TEMPLATES = "templates/"
KEPT_DAYS = 30
"""How long a template is kept. CloudFormation reads it once, while a change set is made; zips stay, for roll-backs."""


def own_bucket_name(connection: Connection) -> str:
    """What the bucket of this account and region is called."""
    return f"workflow-dsl-{connection.account()}-{connection.region}"


def own_bucket(connection: Connection) -> Generator[Note, None, str]:
    """The name of the bucket; it is made when there is none, and its settings are made right.

    Private, encrypted, over TLS only, templates deleted after 30 days. Raises DeployError where another account has a
    bucket of that name: whoever guesses an account's number could take it first, and would be sent the templates.
    """
    account = connection.account()
    name = own_bucket_name(connection)
    if not _is_there(connection, name, account):
        yield Note(
            f"making the bucket {name} for templates and zips: private, encrypted, templates kept for {KEPT_DAYS} days"
        )
        create_bucket(connection, name)
    _protect(connection, name, account)
    return name


def create_bucket(connection: Connection, name: str) -> None:
    """A new bucket of this account. Raises AwsError."""
    # us-east-1 is the one region that may not be named.
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    place = {} if connection.region == "us-east-1" else {"LocationConstraint": connection.region}
    configuration: dict[str, Any] = {"CreateBucketConfiguration": place} if place else {}
    try:
        connection.client("s3").create_bucket(Bucket=name, **configuration)
    except AwsError as error:
        if error.code != "BucketAlreadyOwnedByYou":
            raise


def _is_there(connection: Connection, name: str, account: str) -> bool:
    try:
        connection.client("s3").head_bucket(Bucket=name, ExpectedBucketOwner=account)
    except AwsError as error:
        if error.code in ("404", "NoSuchBucket"):
            return False
        if error.code in ("403", "AccessDenied"):
            raise DeployError(
                f"the bucket {name} is another account's, or you may not look at it; add --bucket NAME"
            ) from error
        raise
    return True


def _protect(connection: Connection, name: str, account: str) -> None:
    """The settings, each time: an earlier deployment may have ended between making the bucket and protecting it.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
    """
    service = connection.client("s3")
    of = {"Bucket": name, "ExpectedBucketOwner": account}
    closed = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    service.put_public_access_block(**of, PublicAccessBlockConfiguration=dict.fromkeys(closed, True))
    encrypted = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    service.put_bucket_encryption(**of, ServerSideEncryptionConfiguration={"Rules": [encrypted]})
    service.put_bucket_policy(**of, Policy=json.dumps(_only_with_tls(name, connection.partition)))
    service.put_bucket_lifecycle_configuration(**of, LifecycleConfiguration={"Rules": [_EXPIRY]})


_EXPIRY = {
    "ID": "templates",
    "Status": "Enabled",
    "Filter": {"Prefix": TEMPLATES},
    "Expiration": {"Days": KEPT_DAYS},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
}


def _only_with_tls(name: str, partition: str) -> dict[str, Any]:
    bucket = f"arn:{partition}:s3:::{name}"
    refused = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket, f"{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {"Version": "2012-10-17", "Statement": [refused]}
