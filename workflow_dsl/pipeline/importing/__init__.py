"""Import state machines: files of JSON, YAML or CloudFormation in, proved Python definitions out.

In: paths of files and folders. Out: `Imported`, one for each state machine found, its text compiled again and compared;
or the findings of every one that is refused. Touches: the files that it is told to read, and nothing else."""

from workflow_dsl.pipeline.importing.importing import Batch, Imported, import_sources, import_text

__all__ = ["Batch", "Imported", "import_sources", "import_text"]
