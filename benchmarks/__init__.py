"""What users wait for, measured against the tools they would use instead; `make bench` runs it.

In: the payment workflow, written for each tool. Out: a table, and benchmarks/RESULTS.md. Touches: a temporary folder,
child processes.
"""
