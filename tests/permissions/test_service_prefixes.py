"""IAM's name of each service of the SDK: Step Functions spells services as the SDK for Java does, and IAM does not."""

import gzip
import json
from pathlib import Path

import botocore
import pytest

from workflow_dsl.asl.resource import find_service, sdk_service_names
from workflow_dsl.asl.resource.tables import table as facts
from workflow_dsl.permissions.tables import table

UNLIKE_SIGNATURE = {
    "cloudcontrol": "cloudformation",
    "cloudwatch": "cloudwatch",
    "iotdataplane": "iot",
    "iotjobsdataplane": "iotjobsdata",
    "iotsecuretunneling": "iot",
    "mturk": "mechanicalturk",
    "partnercentralaccount": "partnercentral",
    "partnercentralbenefits": "partnercentral",
    "partnercentralchannel": "partnercentral",
    "partnercentralselling": "partnercentral",
    "resourcegroupstaggingapi": "tag",
    "sso": "sso",
}
"""Services whose requests are signed for another name than the one that their actions have in IAM.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""


def signed_for(service: str) -> str | None:
    """The name that a service's requests are signed for; None for a service that botocore does not know."""
    folder = facts("sdk_services")["services"][service]
    found = sorted((Path(botocore.__file__).parent / "data").glob(f"{folder}/*/service-2.json*")) if folder else []
    if not found:
        return None
    raw = found[-1].read_bytes()
    metadata = json.loads(gzip.decompress(raw) if found[-1].suffix == ".gz" else raw)["metadata"]
    return str(metadata.get("signingName") or metadata["endpointPrefix"])


def test_actions_have_the_name_in_iam_that_requests_are_signed_for_but_for_some() -> None:
    prefixes = table("integrations")["sdk_prefixes"]
    signed = {service: name for service in sdk_service_names() if (name := signed_for(service)) is not None}

    found = {service: prefixes.get(service, service) for service in signed}

    assert len(signed) > 300
    assert found == signed | UNLIKE_SIGNATURE


@pytest.mark.parametrize("call", [*table("integrations")["sdk_actions"], *table("optimized")["sdk"]])
def test_a_call_with_actions_of_its_own_is_one_of_the_sdk(call: str) -> None:
    service, _, action = call.partition(":")
    known = find_service(service)

    assert known is not None
    assert action in known.operation_names
