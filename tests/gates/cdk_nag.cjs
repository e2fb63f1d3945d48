// What cdk-nag's packs find in templates: `node cdk_nag.cjs FILE...`, with the modules on NODE_PATH.
// Prints, for each file, how many resources were looked at and the findings: the rule, and the resource it is about.
const { App, CfnResource, Stack } = require("aws-cdk-lib");
const { CfnInclude } = require("aws-cdk-lib/cloudformation-include");
const nag = require("cdk-nag");

const PACKS = [
  nag.AwsSolutionsChecks,
  nag.HIPAASecurityChecks,
  nag.NIST80053R4Checks,
  nag.NIST80053R5Checks,
  nag.PCIDSS321Checks,
  nag.ServerlessChecks,
];

function judge(templateFile, name) {
  const stack = new Stack(new App({ analyticsReporting: false }), name);
  const template = new CfnInclude(stack, "Template", { templateFile });
  const looked = template.node.findAll().filter(CfnResource.isCfnResource).length;
  // verbose: what a rule threw is said, instead of that it threw
  const violations = PACKS.flatMap((Pack) => new Pack(stack, { verbose: true }).validateScope(template).violations);
  const findings = violations.flatMap((violation) =>
    violation.violatingResources.map((resource) => [
      violation.ruleName,
      resource.constructPath.split("/").pop(),
      violation.description,
    ]),
  );
  return { looked, findings };
}

const files = process.argv.slice(2);
console.log(JSON.stringify(files.map((file, index) => judge(file, `Stack${index}`))));
