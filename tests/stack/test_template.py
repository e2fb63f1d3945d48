import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from workflow_dsl.asl import from_json
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.program import Program, Substitution
from workflow_dsl.resources import LambdaFunction, Metric, Parameter, Resource, Schedule, StateMachineResource, Table
from workflow_dsl.stack import StackOptions, Template, build_template
from workflow_dsl.stack.events import schedule_expression

Code = Callable[[Program], Mapping[str, str]]
MACHINE = "StepFunctionsStateMachineOrders"


@pytest.fixture
def template(program: Program, code: Code) -> Template:
    return build_template(program, code(program))


def properties(template: Template, logical_id: str) -> dict[str, Any]:
    found: dict[str, Any] = template.resources[logical_id]["Properties"]
    return found


def actions(template: Template, policy: str) -> dict[str, Any]:
    """What a managed policy allows: actions and what on."""
    allowed = properties(template, policy)["PolicyDocument"]["Statement"]
    return {action: each["Resource"] for each in allowed for action in _listed(each["Action"])}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_a_logical_id_begins_with_service_and_kind(template: Template) -> None:
    for logical_id, each in template.resources.items():
        _, service, kind = each["Type"].split("::")
        assert logical_id.startswith(f"{service}{kind}"), logical_id


def test_the_definition_in_the_template_is_the_program_itself(program: Program, template: Template) -> None:
    assert properties(template, MACHINE)["Definition"] == program.machine.to_json()


def test_every_substitution_of_the_definition_is_given(template: Template) -> None:
    text = json.dumps(properties(template, MACHINE)["Definition"])
    given = properties(template, MACHINE)["DefinitionSubstitutions"]

    assert given
    assert all(f"${{{name}}}" in text for name in given)
    assert text.count("${") == sum(text.count(f"${{{name}}}") for name in given)


def test_the_machine_calls_published_versions(template: Template) -> None:
    called = properties(template, MACHINE)["DefinitionSubstitutions"]["LambdaFunctionCheckOrder"]["Ref"]

    assert template.resources[called]["Type"] == "AWS::Lambda::Version"
    assert template.resources[called]["DeletionPolicy"] == "Retain"


def test_changed_code_gives_a_new_version_and_changes_nothing_else(program: Program, code: Code) -> None:
    before = build_template(program, code(program)).resources
    changed = {**code(program), "LambdaFunctionCheckOrder": "def handler(event, context):\n    return None\n"}

    after = build_template(program, changed).resources

    (old,), (new,) = before.keys() - after.keys(), after.keys() - before.keys()
    assert old.startswith("LambdaVersionCheckOrder")
    assert new.startswith("LambdaVersionCheckOrder")
    assert {name for name in before.keys() & after.keys() if before[name] != after[name]} == {
        "LambdaFunctionCheckOrder",
        MACHINE,
    }


def test_a_changed_setting_gives_a_new_version_too(code: Code, program: Program) -> None:
    function = program.functions[0]
    slower = function.model_copy(update={"timeout": timedelta(seconds=60)})
    before = build_template(program, code(program)).resources

    changed = replace(program, resources=tuple(slower if each is function else each for each in program.resources))
    after = build_template(changed, code(changed)).resources

    assert [name for name in after.keys() - before.keys() if name.startswith("LambdaVersion")] != []


def test_a_version_of_another_name_is_of_a_function_that_has_changed_whatever_its_parameters_say(
    program: Program, code: Code
) -> None:
    """Lambda publishes nothing that is the same as the last version, and CloudFormation takes that for a failure."""
    function = program.functions[0]
    gateway = Parameter("GatewayUrl", default="https://gateway.example.com")
    by_parameter = function.model_copy(
        update={"environment": {**function.environment, "GATEWAY": gateway}, "description": "d" * 256}
    )
    as_text = by_parameter.model_copy(update={"environment": {**function.environment, "GATEWAY": gateway.default}})

    before, after = (_version_of(each, program, code) for each in (as_text, by_parameter))

    assert before[0] != after[0]
    assert before[1] != after[1]
    assert len(after[1]) == 256


def _version_of(function: LambdaFunction[Any, Any], program: Program, code: Code) -> tuple[str, str]:
    """The logical id of the function's version, and the function's description."""
    others = tuple(each for each in program.resources if each.logical_id != function.logical_id)
    changed = replace(program, resources=(*others, function))
    template = build_template(changed, code(changed))
    version = next(name for name in template.resources if name.startswith(f"LambdaVersion{function.name}"))
    return version, properties(template, function.logical_id)["Description"]


def test_another_value_of_a_parameter_gives_a_new_version_of_the_functions_that_use_it(
    program: Program, code: Code
) -> None:
    """A version keeps its environment: without a new one, the machine would go on with the old value."""
    function = program.functions[0]
    (email,) = program.parameters
    told = function.model_copy(update={"environment": {"TO": email}})
    changed = replace(program, resources=tuple(told if each is function else each for each in program.resources))

    resources = build_template(replace(changed, substitutions={}), code(program)).resources

    described = {
        each["Properties"]["FunctionName"]["Ref"]: each["Properties"]["Description"]["Fn::Sub"]
        for each in resources.values()
        if each["Type"] == "AWS::Lambda::Version"
    }
    assert described["LambdaFunctionCheckOrder"] == "${PowertoolsLayer} ${AlertEmail}"
    assert described["LambdaFunctionStoreOrder"] == "${PowertoolsLayer} ${Environment}"


def test_concurrency_is_no_part_of_a_version(program: Program, code: Code) -> None:
    """Lambda refuses to publish a version where nothing else has changed."""
    function = program.functions[0]
    limited = function.model_copy(update={"reserved_concurrency": 5})
    changed = replace(program, resources=tuple(limited if each is function else each for each in program.resources))

    before, after = (build_template(each, code(each)).resources.keys() for each in (program, changed))

    assert before == after


def test_a_table_with_another_key_is_another_table_and_gives_new_versions_of_what_uses_it(
    program: Program, code: Code
) -> None:
    """CloudFormation makes it under another name, and a version keeps the name that it was published with."""
    (table,) = program.of_kind(Table)
    other = table.model_copy(update={"key": "customer"})
    moved: dict[Resource, Resource] = {table: other}
    for each in program.functions:
        if table in each.environment.values():
            environment = {name: other if value is table else value for name, value in each.environment.items()}
            moved[each] = each.model_copy(update={"environment": environment})
    changed = replace(program, resources=tuple(moved.get(each, each) for each in program.resources))

    before, after = (build_template(each, code(each)).resources.keys() for each in (program, changed))

    anew = {name[: -len("01234567")] for name in after - before}
    assert anew == {f"LambdaVersion{each.name}" for each in moved if isinstance(each, LambdaFunction)}
    assert anew


def test_a_machine_that_starts_itself_knows_its_name(code: Code, program: Program) -> None:
    machine = StateMachineResource("Orders")
    more = {**program.substitutions, "Self": Substitution(machine, "Ref")}

    template = build_template(replace(program, substitutions=more), code(program))

    own = properties(template, MACHINE)["DefinitionSubstitutions"]["Self"]
    assert own["Fn::Sub"].endswith(":stateMachine:${AWS::StackName}-Orders")


def test_a_function_may_do_what_it_was_granted(template: Template) -> None:
    table = {"Fn::GetAtt": ["DynamoDBTableOrders", "Arn"]}

    allowed = actions(template, "IAMManagedPolicyChargeOrder")

    assert {name: on for name, on in allowed.items() if name.startswith(("dynamodb:", "secretsmanager:"))} == {
        "dynamodb:GetItem": table,
        "dynamodb:UpdateItem": table,
        "secretsmanager:GetSecretValue": {"Ref": "SecretsManagerSecretGatewayKey"},
    }


def test_a_grant_that_is_added_changes_exactly_its_role(program: Program, code: Code) -> None:
    function = program.functions[0]
    table = program.of_kind(Table)[0]
    more = function.model_copy(update={"grants": (*function.grants, table.grant("dynamodb:DeleteItem"))})
    resources = tuple(more if each is function else each for each in program.resources)
    substitutions = {
        name: replace(each, resource=more) if each.resource is function else each
        for name, each in program.substitutions.items()
    }
    before = build_template(program, code(program)).resources

    after = build_template(replace(program, resources=resources, substitutions=substitutions), code(program)).resources

    assert {name for name in before if before[name] != after.get(name)} == {"IAMManagedPolicyCheckOrder"}


def test_the_machine_may_invoke_any_version_of_its_functions_and_no_other(template: Template) -> None:
    allowed = actions(template, "IAMManagedPolicyOrders")["lambda:InvokeFunction"]

    names = ("CheckOrder", "ChargeOrder", "StoreOrder", "AnnounceOrder")
    assert allowed == [{"Fn::Sub": f"${{LambdaFunction{name}.Arn}}:*"} for name in names]


def test_executions_are_named_by_the_machines_own_name(template: Template) -> None:
    allowed = actions(template, "IAMManagedPolicyStartOrder")["states:DescribeExecution"]

    assert allowed["Fn::Sub"].endswith(":execution:${AWS::StackName}-Orders:*")
    assert properties(template, MACHINE)["StateMachineName"] == {"Fn::Sub": "${AWS::StackName}-Orders"}


def test_a_function_that_the_machine_calls_names_the_machine_without_waiting_for_it(
    program: Program, code: Code
) -> None:
    """A reference both ways would be a circle that CloudFormation refuses."""
    function = program.functions[0]
    machine = StateMachineResource("Orders")
    curious = function.model_copy(update={"environment": {"MACHINE": machine}, "grants": (machine.grant_start(),)})
    resources = tuple(curious if each is function else each for each in program.resources)
    substitutions = {
        name: replace(each, resource=curious) if each.resource is function else each
        for name, each in program.substitutions.items()
    }

    template = build_template(replace(program, resources=resources, substitutions=substitutions), code(program))

    variables = properties(template, "LambdaFunctionCheckOrder")["Environment"]["Variables"]
    assert variables["MACHINE"]["Fn::Sub"].endswith(":stateMachine:${AWS::StackName}-Orders")
    assert "Fn::Sub" in actions(template, "IAMManagedPolicyCheckOrder")["states:StartExecution"]


def test_roles_are_trusted_for_this_account_and_machine_only(template: Template) -> None:
    (trust,) = properties(template, "IAMRoleOrders")["AssumeRolePolicyDocument"]["Statement"]

    assert trust["Principal"] == {"Service": "states.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    named = [each["Fn::Sub"] for each in trust["Condition"]["ArnLike"]["aws:SourceArn"]]
    assert [each.rpartition("${AWS::StackName}")[2] for each in named] == ["-Orders", "-Orders:*"]


def test_a_machine_with_a_distributed_map_takes_on_its_role_for_the_runs_of_it_too() -> None:
    """Their machine is named by the label of the Map, below the machine's own name."""
    inner = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "Done",
        "States": {"Done": {"Type": "Succeed"}},
    }
    state = {"Type": "Map", "Label": "each", "Items": [1], "ItemProcessor": inner, "End": True}
    machine = from_json({"QueryLanguage": "JSONata", "StartAt": "Each", "States": {"Each": state}})

    (trust,) = properties(build_template(Program("Sum", machine), {}), "IAMRoleSum")["AssumeRolePolicyDocument"][
        "Statement"
    ]

    named = [each["Fn::Sub"] for each in trust["Condition"]["ArnLike"]["aws:SourceArn"]]
    assert [each.rpartition("${AWS::StackName}")[2] for each in named] == ["-Sum", "-Sum:*", "-Sum/*"]


def test_only_those_who_were_granted_it_publish_to_a_topic(template: Template) -> None:
    statements = properties(template, "SNSTopicPolicyAlerts")["PolicyDocument"]["Statement"]

    (limit,) = [each for each in statements if "ArnNotEquals" in each["Condition"]]
    assert limit["Condition"]["ArnNotEquals"]["aws:PrincipalArn"] == [
        {"Fn::GetAtt": ["IAMRoleOrders", "Arn"]},
        {"Fn::GetAtt": ["IAMRoleReconcileOrders", "Arn"]},
    ]


def test_the_environment_is_a_parameter_even_where_nobody_declares_it(template: Template) -> None:
    assert template.parameters["Environment"]["AllowedValues"] == ["dev", "test", "prod"]
    assert template.parameters["AlertEmail"]["AllowedPattern"]


def test_an_environment_that_is_declared_has_its_settings(program: Program, code: Code) -> None:
    declared = Parameter("Environment", allowed=["staging", "prod"], default="staging")

    template = build_template(replace(program, resources=(*program.resources, declared)), code(program))

    assert template.parameters["Environment"]["AllowedValues"] == ["staging", "prod"]
    assert template.mappings["Environments"] == {"staging": {"LogDays": 30}, "prod": {"LogDays": 365}}


def test_outputs_name_the_machine_the_tables_and_the_topics(template: Template) -> None:
    assert template.outputs[MACHINE] == {"Value": {"Ref": MACHINE}}
    assert {"DynamoDBTableOrders", "SNSTopicAlerts", "ApiGatewayRestApiOrdersApi"} <= template.outputs.keys()


def test_every_metric_on_the_dashboard_has_something_that_emits_it(program: Program, template: Template) -> None:
    text = properties(template, "CloudWatchDashboard")["DashboardBody"]["Fn::Sub"]
    custom = {(metric.namespace, metric.name) for metric in program.of_kind(Metric)}
    kinds = {
        "AWS/States": "AWS::StepFunctions::StateMachine",
        "AWS/Lambda": "AWS::Lambda::Function",
        "AWS/SQS": "AWS::SQS::Queue",
    }

    lines = [widget["properties"].get("metrics", []) for widget in json.loads(text)["widgets"]]
    shown = [line for found in lines if not _searched(found) for line in _full(found)]
    searched = [line[0]["expression"] for found in lines for line in _searched(found)]
    shown += [["Orders", *re.findall(r'MetricName="(\w+)"', expression)] for expression in searched]

    assert custom <= {(namespace, name) for namespace, name, *_ in shown}
    for namespace, name, *dimensions in shown:
        if namespace in kinds:
            logical_id = dimensions[1].removeprefix("${").removesuffix("}").partition(".")[0]
            assert template.resources[logical_id]["Type"] == kinds[namespace]
        else:
            assert (namespace, name) in custom


def test_a_metric_of_any_currency_is_searched_for_and_a_line_for_each(template: Template) -> None:
    text = properties(template, "CloudWatchDashboard")["DashboardBody"]["Fn::Sub"]
    (widget,) = (each for each in json.loads(text)["widgets"] if each["properties"]["title"].endswith(", by currency"))

    assert widget["properties"]["stat"] == "Sum"
    search = "SEARCH('{Orders,service,currency} MetricName=\"Amount\" service=\"orders\"', 'Sum', 300)"
    assert widget["properties"]["metrics"] == [[{"expression": search, "label": "Amount"}]]


def _searched(lines: list[list[Any]]) -> list[list[Any]]:
    return [line for line in lines if isinstance(line[0], dict)]


def _full(lines: list[list[Any]]) -> list[list[Any]]:
    """Lines with what "." stands for."""
    whole: list[list[Any]] = []
    for line in lines:
        whole.append([whole[-1][at] if item == "." else item for at, item in enumerate(line)])
    return whole


def test_a_metric_is_alarmed_on_above_its_own_threshold(template: Template) -> None:
    assert properties(template, "CloudWatchAlarmRetries")["Threshold"] == 100
    assert "CloudWatchAlarmAmount" not in template.resources


def test_two_resources_of_one_name_are_refused_where_one_is_written(program: Program, code: Code) -> None:
    twin = Table("Orders", key="orderId")

    with pytest.raises(FindingsError) as refused:
        build_template(replace(program, resources=(*program.resources, twin)), code(program))

    (finding,) = refused.value.findings
    assert (finding.code, finding.message) == ("WF701", "two resources of the stack would be DynamoDBTableOrders")
    assert finding.place is not None
    assert finding.instead


def test_a_function_named_like_its_workflow_is_told_as_that(program: Program, code: Code) -> None:
    twin = LambdaFunction(program.name, handler="lambdas.shop.charge.handler", input=dict, output=dict)
    whole = replace(program, resources=(*program.resources, twin))

    with pytest.raises(FindingsError) as refused:
        build_template(whole, code(whole))

    (finding,) = refused.value.findings
    assert finding.message.startswith(f'the function "{program.name}" and the workflow of that name would share ')
    assert (finding.instead, finding.place) == ("give the function another name", twin.place("name"))


def test_a_program_without_anything_but_states_has_a_stack(code: Code) -> None:
    machine = from_json({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})

    template = build_template(Program("Small", machine), {})

    assert template.description == "The workflow Small"
    assert "PowertoolsLayer" not in template.parameters
    assert "StepFunctionsStateMachineSmall" in template.resources


def test_functions_run_on_arm_when_asked(program: Program, code: Code) -> None:
    template = build_template(program, code(program), StackOptions(architecture="arm64"))

    assert properties(template, "LambdaFunctionCheckOrder")["Architectures"] == ["arm64"]
    assert "/arm64/" in template.parameters["PowertoolsLayer"]["Default"]


OF_THE_ACCOUNT = "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/boundary"


@pytest.mark.parametrize(
    ("boundary", "written"),
    [
        ("arn:aws:iam::111122223333:policy/boundary", "arn:aws:iam::111122223333:policy/boundary"),
        (OF_THE_ACCOUNT, {"Fn::Sub": OF_THE_ACCOUNT}),
    ],
)
def test_a_boundary_bounds_every_role_of_the_workflow(
    program: Program, code: Code, boundary: str, written: object
) -> None:
    template = build_template(program, code(program), StackOptions(permissions_boundary=boundary))

    roles = [each["Properties"] for each in template.resources.values() if each["Type"] == "AWS::IAM::Role"]
    assert len(roles) == 8
    assert all(role["PermissionsBoundary"] == written for role in roles)


def test_a_new_machine_is_tried_on_few_executions_when_asked(program: Program, code: Code) -> None:
    template = build_template(program, code(program), StackOptions(canary=timedelta(minutes=10)))

    preference = properties(template, "StepFunctionsStateMachineAliasOrders")["DeploymentPreference"]
    assert (preference["Type"], preference["Interval"], preference["Percentage"]) == ("CANARY", 10, 10)
    assert [alarm["Ref"] for alarm in preference["Alarms"]] == [
        "CloudWatchAlarmExecutionsTimedOut",
        "CloudWatchAlarmExecutionsAborted",
        "CloudWatchAlarmRetries",
        "CloudWatchAlarmUnknownOutcomes",
        "CloudWatchAlarmOldestPending",
    ]
    assert all(alarm["Ref"] in template.resources for alarm in preference["Alarms"])


def test_a_machine_without_metrics_of_its_own_is_rolled_back_for_failed_executions(
    program: Program, code: Code
) -> None:
    resources = tuple(each for each in program.resources if not isinstance(each, Metric))

    template = build_template(
        replace(program, resources=resources), code(program), StackOptions(canary=timedelta(minutes=10))
    )

    preference = properties(template, "StepFunctionsStateMachineAliasOrders")["DeploymentPreference"]
    assert preference["Alarms"][-1] == {"Ref": "CloudWatchAlarmExecutionsFailed"}


def test_executions_are_started_through_the_alias_only_where_versions_share_them(program: Program, code: Code) -> None:
    """IAM judges a start through an alias by the machine's own ARN, so that the permission stays as it is.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
    """
    gradual = build_template(program, code(program), StackOptions(canary=timedelta(minutes=10)))
    at_once = build_template(program, code(program))

    started = [
        properties(each, "LambdaFunctionStartOrder")["Environment"]["Variables"]["STATE_MACHINE_ARN"]
        for each in (gradual, at_once)
    ]
    assert started == [{"Ref": "StepFunctionsStateMachineAliasOrders"}, {"Ref": MACHINE}]
    assert actions(gradual, "IAMManagedPolicyStartOrder") == actions(at_once, "IAMManagedPolicyStartOrder")


def test_nobody_is_paged_for_failures_that_the_program_counts_itself(program: Program, code: Code) -> None:
    def paging(changed: Program) -> str:
        resources = build_template(changed, code(changed)).resources
        rule: str = resources["CloudWatchCompositeAlarmOrders"]["Properties"]["AlarmRule"]["Fn::Sub"]
        return rule

    without_metrics = replace(program, resources=tuple(one for one in program.resources if not isinstance(one, Metric)))

    assert "ALARM(${CloudWatchAlarmUnknownOutcomes})" in paging(program)
    assert "CloudWatchAlarmExecutionsFailed" not in paging(program)
    assert "ALARM(${CloudWatchAlarmExecutionsFailed})" in paging(without_metrics)


def test_a_program_may_say_how_many_failures_are_expected(program: Program, code: Code) -> None:
    """More than that is trouble, whatever else it counts: told, paged, and the end of a trial."""
    some = replace(program, alarm_above=10)
    template = build_template(some, code(some), StackOptions(canary=timedelta(minutes=10)))

    alarm = properties(template, "CloudWatchAlarmExecutionsFailed")
    assert (alarm["MetricName"], alarm["Threshold"], alarm["ComparisonOperator"]) == (
        "ExecutionsFailed",
        10,
        "GreaterThanThreshold",
    )
    assert alarm["AlarmActions"] == [{"Ref": "SNSTopicAlerts"}]
    assert alarm["AlarmDescription"] == "Executions failed: more than 10 in five minutes"
    assert properties(template, "CloudWatchAlarmExecutionsTimedOut")["Threshold"] == 0
    rule = properties(template, "CloudWatchCompositeAlarmOrders")["AlarmRule"]["Fn::Sub"]
    assert "ALARM(${CloudWatchAlarmExecutionsFailed})" in rule
    trial = properties(template, "StepFunctionsStateMachineAliasOrders")["DeploymentPreference"]["Alarms"]
    assert {"Ref": "CloudWatchAlarmExecutionsFailed"} in trial


def test_what_a_new_version_does_not_cause_does_not_roll_it_back_and_is_paged(program: Program, code: Code) -> None:
    resources = tuple(
        each.model_copy(update={"rolls_back": False}) if each.name == "UnknownOutcomes" else each
        for each in program.resources
    )
    changed = replace(program, resources=resources)
    template = build_template(changed, code(changed), StackOptions(canary=timedelta(minutes=10)))

    trial = properties(template, "StepFunctionsStateMachineAliasOrders")["DeploymentPreference"]["Alarms"]
    assert {"Ref": "CloudWatchAlarmUnknownOutcomes"} not in trial
    assert {"Ref": "CloudWatchAlarmRetries"} in trial
    rule = properties(template, "CloudWatchCompositeAlarmOrders")["AlarmRule"]["Fn::Sub"]
    assert "ALARM(${CloudWatchAlarmUnknownOutcomes})" in rule


def test_no_alarm_is_on_a_dimension_of_any_value() -> None:
    with pytest.raises(FindingsError, match="no alarm can be on a dimension of any value"):
        Metric("Amount", namespace="Orders", dimensions={"currency": "*"}, alarm_above=1)


def test_an_api_is_open_to_its_own_account_only(template: Template) -> None:
    (statement,) = properties(template, "ApiGatewayRestApiOrdersApi")["Policy"]["Statement"]

    assert statement["Principal"] != "*"
    assert "${AWS::AccountId}" in json.dumps(statement["Principal"])


@pytest.mark.parametrize(
    ("minutes", "expression"),
    [
        (1, "rate(1 minute)"),
        (15, "rate(15 minutes)"),
        (60, "rate(1 hour)"),
        (90, "rate(90 minutes)"),
        (2880, "rate(2 days)"),
    ],
)
def test_a_schedule_is_a_rate_in_its_largest_whole_unit(minutes: int, expression: str) -> None:
    assert schedule_expression(timedelta(minutes=minutes)) == expression


def test_apis_of_other_stacks_write_logs_also_when_a_stack_could_not_be_made(template: Template) -> None:
    """The setting is the account's, and stays at the role when a failed creation is rolled back."""
    role = template.resources["IAMRoleApiGatewayLogs"]

    assert (role["DeletionPolicy"], role["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_a_changed_contract_deploys_the_api_anew(program: Program, code: Code) -> None:
    def deployment(changed: Program) -> str:
        resources = build_template(changed, code(changed)).resources
        return next(name for name in resources if name.startswith("ApiGatewayDeployment"))

    other = tuple(
        each.model_copy(update={"request": None}) if each.name == "OrdersApi" else each for each in program.resources
    )

    assert deployment(program) == deployment(program)
    assert deployment(replace(program, resources=other)) != deployment(program)


def test_code_of_a_scheduled_function_is_called_by_its_alias(program: Program, template: Template) -> None:
    (schedule,) = program.of_kind(Schedule)
    (target,) = properties(template, schedule.logical_id)["Targets"]

    assert target["Arn"] == {"Ref": "LambdaAliasReconcileOrders"}


def test_a_function_of_no_trigger_needs_no_alias(template: Template) -> None:
    aliases = {name for name, each in template.resources.items() if each["Type"] == "AWS::Lambda::Alias"}

    assert aliases == {"LambdaAliasStartOrder", "LambdaAliasReconcileOrders"}


def test_a_text_in_the_environment_may_hold_a_parameter(template: Template) -> None:
    variables = properties(template, "LambdaFunctionCheckOrder")["Environment"]["Variables"]

    assert variables["ENVIRONMENT"] == {"Fn::Sub": "${Environment}"}
    assert variables["TABLE"] == {"Ref": "DynamoDBTableOrders"}
    assert variables["POWERTOOLS_SERVICE_NAME"] == "orders"


def test_functions_have_their_limits_in_production(program: Program, template: Template) -> None:
    charge = next(each for each in program.functions if each.name == "ChargeOrder")
    assert isinstance(charge, LambdaFunction)

    reserved = properties(template, charge.logical_id)["ReservedConcurrentExecutions"]

    assert reserved == {"Fn::If": ["IsProduction", 20, {"Ref": "AWS::NoValue"}]}
