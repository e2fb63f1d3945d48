"""WF4xx: what tasks call. In: a `Subject` or a template. Out: hits. Touches its table of integrations, and, for SDK
integrations, botocore's models where botocore is installed.
"""
