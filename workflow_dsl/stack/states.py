"""The state machine."""

from collections.abc import Mapping
from typing import Any

from workflow_dsl.naming import upper_camel
from workflow_dsl.permissions import machine_id
from workflow_dsl.program import Program, Substitution
from workflow_dsl.resources import LambdaFunction
from workflow_dsl.stack.alarms import alarm_id, troubles
from workflow_dsl.stack.intrinsics import Value, get_att, ref, sub
from workflow_dsl.stack.kms import KEY_ARN
from workflow_dsl.stack.logs import log_group, machine_log_group_id
from workflow_dsl.stack.names import REF_IS_ARN, machine_alias_id, machine_arn, machine_name, role_id
from workflow_dsl.stack.options import StackOptions
from workflow_dsl.stack.template import RETAINED, resource

ALIAS = "live"


def state_machine(program: Program, versions: Mapping[str, str], options: StackOptions) -> dict[str, Value]:
    """The machine with its log group, its version and its alias. `versions` are those of the functions that it calls.

    Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-stepfunctions-statemachine.html
    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html
    """
    name, logs, logical_id = machine_name(program), machine_log_group_id(program.name), machine_id(program)
    destination = {"CloudWatchLogsLogGroup": {"LogGroupArn": get_att(logs)}}
    substitutions = {key: _substitute(program, each, versions) for key, each in sorted(program.substitutions.items())}
    properties = {
        "StateMachineName": sub(name),
        "StateMachineType": "STANDARD",
        "RoleArn": get_att(role_id(program.name)),
        "TracingConfiguration": {"Enabled": True},
        "LoggingConfiguration": {"Level": "ALL", "IncludeExecutionData": False, "Destinations": [destination]},
        "EncryptionConfiguration": {"Type": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": KEY_ARN},
        "DefinitionSubstitutions": substitutions or None,
        "Definition": program.machine.to_json(),
    }
    return {
        **log_group(logs, sub(f"/aws/vendedlogs/states/{name}")),
        logical_id: resource("AWS::StepFunctions::StateMachine", properties),
        **_alias(program, options),
    }


def _substitute(program: Program, each: Substitution, versions: Mapping[str, str]) -> Value:
    if isinstance(each.resource, LambdaFunction):
        return ref(versions[each.resource.logical_id])
    if each.resource.logical_id == machine_id(program):
        return machine_arn(program)
    by_ref = each.attribute == "Ref" or isinstance(each.resource, REF_IS_ARN)
    return ref(each.resource.logical_id) if by_ref else get_att(each.resource.logical_id)


def _alias(program: Program, options: StackOptions) -> dict[str, Value]:
    machine, name = machine_id(program), upper_camel(program.name)
    version = f"StepFunctionsStateMachineVersion{name}"
    published = {"StateMachineArn": ref(machine), "StateMachineRevisionId": get_att(machine, "StateMachineRevisionId")}
    preference: dict[str, Any] = {"StateMachineVersionArn": ref(version), "Type": "ALL_AT_ONCE"}
    if options.canary is not None:
        minutes = int(options.canary.total_seconds() // 60)
        alarms = [ref(alarm_id(name)) for name in troubles(program)]
        preference |= {"Type": "CANARY", "Percentage": 10, "Interval": minutes, "Alarms": alarms}
    return {
        version: resource("AWS::StepFunctions::StateMachineVersion", published, **RETAINED),
        machine_alias_id(program): resource(
            "AWS::StepFunctions::StateMachineAlias", {"Name": ALIAS, "DeploymentPreference": preference}
        ),
    }
