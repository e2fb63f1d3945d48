"""Clients of AWS, or of the emulator. The only place that imports the AWS SDK, and only when a connection is made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from workflow_dsl.deploy.errors import AccessError, AwsError, ProfileError, RegionError

MISSING_SDK = "boto3 is not installed, and AWS is reached through it; pip install 'workflow-dsl[deploy]'"


class Client:
    """A client of one service, whose failures are AwsError and AccessError."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        call = getattr(self._client, operation)

        def ask(**arguments: Any) -> Any:
            try:
                return call(**arguments)
            except _sdk_errors() as error:
                raise _translate(error, operation) from error

        return ask

    def pages(self, operation: str, **arguments: Any) -> Iterator[Any]:
        """The pages of a list."""
        try:
            yield from self._client.get_paginator(operation).paginate(**arguments)
        except _sdk_errors() as error:
            raise _translate(error, operation) from error


class Endpoint(Protocol):
    """An emulator, as far as it takes to reach it; its access key is its secret too."""

    @property
    def url(self) -> str:
        """Where it answers for every service."""

    @property
    def region(self) -> str:
        """The region that it says it is."""

    @property
    def access_key(self) -> str:
        """What requests are signed with."""


class Connection:
    """An account and a region of AWS, or the emulator at `endpoint`. A client is made when it is first asked for."""

    def __init__(self, session: Any, *, endpoint: str | None = None) -> None:
        self._session = session
        self._clients: dict[str, Client] = {}
        self.endpoint = endpoint
        self.region: str = session.region_name

    @property
    def is_local(self) -> bool:
        """Whether this is the emulator."""
        return self.endpoint is not None

    @property
    def partition(self) -> str:
        """The part of AWS that the region is in, as ARNs have it."""
        return str(self._session.get_partition_for_region(self.region))

    @property
    def pause(self) -> float:
        """Seconds between two questions about something that takes its time."""
        return 0.05 if self.is_local else 2.0

    def client(self, service: str) -> Client:
        """The client of a service, named as in boto3."""
        if service not in self._clients:
            self._clients[service] = self._make(service)
        return self._clients[service]

    def account(self) -> str:
        """The number of the account."""
        return str(self.client("sts").get_caller_identity()["Account"])

    def _make(self, service: str) -> Client:
        from botocore.config import Config

        # A proxy of the shell is none of the emulator's business; 32 connections for runs of many at a time.
        local: dict[str, Any] = {"proxies": {}, "retries": {"total_max_attempts": 1}} if self.is_local else {}
        config = Config(max_pool_connections=32, **local)
        return Client(self._session.client(service, endpoint_url=self.endpoint, config=config))


def connect(*, profile: str | None = None, region: str | None = None) -> Connection:
    """Connect to AWS with the credentials of a profile, or of the environment.

    The region is also taken from AWS_REGION, as the AWS CLI takes it and boto3 does not. Raises ProfileError for no
    such profile, RegionError without a region, AccessError without credentials that can be used.
    Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
    """
    sdk = _boto3()
    from botocore.exceptions import InvalidRegionError, ProfileNotFound
    from botocore.utils import validate_region_name

    try:
        session = sdk.Session(profile_name=profile, region_name=region or os.environ.get("AWS_REGION"))
        validate_region_name(session.region_name)
        signed_in = session.get_credentials() is not None
    except ProfileNotFound as error:
        raise ProfileError(
            f"no profile is named {error.kwargs['profile']}; see: aws configure list-profiles"
        ) from error
    except InvalidRegionError as error:
        raise RegionError(f'"{error.kwargs["region_name"]}" is no region; write one as eu-central-1') from error
    except _sdk_errors() as error:
        raise AccessError(f"the credentials or the configuration of AWS cannot be used: {error}") from error
    if session.region_name is None:
        raise RegionError("no region is configured; add --region, or set AWS_REGION")
    if not signed_in:
        raise AccessError("no AWS credentials were found; add --profile, sign in, or run on this machine with --local")
    return Connection(session)


def connect_to_emulator(emulator: Endpoint) -> Connection:
    """Connect to an emulator.

    Nothing is used of the shell's variables and of the user's files: a profile in them that is not there would be an
    error, one that is there would change how requests are made.
    """
    sdk = _boto3()
    from botocore.session import Session

    known = Session.SESSION_VARIABLES | dict.fromkeys(
        ("config_file", "credentials_file"), (None, None, os.devnull, None)
    )
    plain = {name: (None, None, default, convert) for name, (_, _, default, convert) in known.items()}
    key, region = emulator.access_key, emulator.region
    session = sdk.Session(
        aws_access_key_id=key, aws_secret_access_key=key, region_name=region, botocore_session=Session(plain)
    )
    return Connection(session, endpoint=emulator.url)


def _boto3() -> Any:
    try:
        import boto3
    except ImportError as error:
        raise AccessError(MISSING_SDK) from error
    return boto3


def _sdk_errors() -> tuple[type[Exception], ...]:
    from botocore.exceptions import BotoCoreError, ClientError

    return BotoCoreError, ClientError


def _translate(error: Exception, operation: str) -> Exception:
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        refused = response.get("Error", {})
        return AwsError(str(refused.get("Code")), operation, str(refused.get("Message")))
    return AccessError(f"{operation} did not reach the service: {error}")
