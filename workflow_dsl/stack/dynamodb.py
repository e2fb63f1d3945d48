"""DynamoDB tables."""

from workflow_dsl.resources import Index, Table
from workflow_dsl.stack.intrinsics import Value, if_condition
from workflow_dsl.stack.kms import KEY_ARN
from workflow_dsl.stack.names import PRODUCTION
from workflow_dsl.stack.template import KEPT, resource


def table(declared: Table) -> dict[str, Value]:
    """The table: on demand, encrypted, restorable to any second of 35 days, kept when the stack goes.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
    """
    names = [declared.key, declared.sort, *(name for index in declared.indexes for name in (index.key, index.sort))]
    properties = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": "S"} for name in dict.fromkeys(names) if name is not None
        ],
        "KeySchema": _keys(declared.key, declared.sort),
        "GlobalSecondaryIndexes": [_index(index) for index in declared.indexes] or None,
        "SSESpecification": {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY_ARN},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "DeletionProtectionEnabled": if_condition(PRODUCTION, True, False),
    }
    return {declared.logical_id: resource("AWS::DynamoDB::Table", properties, **KEPT)}


def _keys(key: str, sort: str | None) -> list[Value]:
    schema = [{"AttributeName": key, "KeyType": "HASH"}]
    return schema if sort is None else [*schema, {"AttributeName": sort, "KeyType": "RANGE"}]


def _index(index: Index) -> Value:
    projection: Value = {"ProjectionType": "KEYS_ONLY"}
    if index.include:
        projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(index.include)}
    return {"IndexName": index.name, "KeySchema": _keys(index.key, index.sort), "Projection": projection}
