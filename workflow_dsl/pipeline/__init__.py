"""Use cases, as functions that return values: compile a definition, run it.

In: what the command line or another tool was given. Out: values and findings; nothing here prints or exits.
"""
