"""The workflow Summary, imported from summary.asl.json."""

from workflow_dsl import (
    Catch,
    Choice,
    DistributedMap,
    Flow,
    HttpTask,
    ItemBatcher,
    ItemReader,
    Pass,
    ReaderConfig,
    ResultWriter,
    Succeed,
    When,
    Workflow,
    WriterConfig,
    context,
    errors,
    jsonata,
)

sum_expression = jsonata("""
  (
    $paid := $states.input.lines[status = "PAID"];
    $sum($paid.amount)
  )
""")

workflow = Workflow("Summary", exact=True, language="JSONata")

# The main path.
summarise = DistributedMap(
    "Summarise",
    items=jsonata("$states.input.regions"),
    reader=ItemReader(
        "arn:aws:states:::s3:getObject",
        arguments={"Bucket": "reports", "Key": jsonata("$states.input.day & '.jsonl'")},
        config=ReaderConfig("JSONL", max_items=1000),
    ),
    batcher=ItemBatcher(max_items=100),
    writer=ResultWriter(
        "arn:aws:states:::s3:putObject",
        arguments={"Bucket": "reports", "Prefix": "sums"},
        config=WriterConfig(transformation="FLATTEN", output_type="JSONL"),
    ),
    each=Flow(steps=[Pass("Sum", value=sum_expression)]),
    tolerated_percentage=5,
    label="Regions",
    execution_type="EXPRESS",
    assign={"day": context.execution.input.day},
    catch=[Catch(errors.ITEM_READER_FAILED, to="Nothing to do", output=jsonata("$states.errorOutput"))],
)
announce = HttpTask(
    "Announce",
    endpoint="https://hooks.example.com/summary",
    method="POST",
    connection="arn:aws:events:eu-west-1:111122223333:connection/hooks/1",
    body={"day": jsonata("$day")},
    output=jsonata("$states.result.ResponseBody"),
    timeout=jsonata("$states.input.patience"),
)
again = Choice("Again?", when=[When(jsonata("$day < $now()"), to="Summarise", assign={"day": jsonata("$now()")})])
done = Succeed("Done", output={"day": jsonata("$day")})
workflow.steps = [summarise, announce, again, done]

# When Summarise fails.
workflow.route(Succeed("Nothing to do"))
