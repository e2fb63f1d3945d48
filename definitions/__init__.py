"""Definitions: one folder for each workflow, with its `workflow.py`, its resources and what its local runs need."""
