"""The rules by what they need, each group imported when it is needed: a new rule is a file and two lines in a group."""
