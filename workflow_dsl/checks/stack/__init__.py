"""WF7xx: faults of CloudFormation templates that other linters let pass. In: a `TemplateSubject`. Out: hits. Pure."""
