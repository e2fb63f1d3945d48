"""The command line: one file for each command; the only place that prints or exits.

In: arguments. Out: results on standard output, progress and findings on standard error, an exit code of `exit_codes`.
"""
