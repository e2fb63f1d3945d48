"""The commands there are. Imports nothing: `__main__` asks before anything else is loaded."""

COMMANDS = {
    "compile": "compile definitions to Amazon States Language and CloudFormation",
    "import": "import state machines as Python: JSON, YAML, templates, folders",
    "check": "find mistakes in definitions, Amazon States Language and templates",
    "rules": "explain a finding's code, or list all codes",
    "graph": "draw a workflow",
    "explain": "say why the stack is as it is: which step needs each permission",
    "run": "run a workflow on the embedded emulator",
    "chaos": "break a workflow on the emulator, and check what must hold",
    "local": "keep an emulator between runs: up, down, status",
    "package": "build the zips of functions, for a deployment with other tools",
    "deploy": "deploy a compiled stack, to AWS or to the emulator",
    "destroy": "delete a stack; tables with data only with --delete-data",
}
LASTING = frozenset({"run", "chaos", "local", "deploy", "destroy"})
"""Commands that work for longer than moments, or start what does."""
