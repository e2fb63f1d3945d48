"""Handlers of the payment workflow.

In: the payloads of `contracts`. Out: the results of `contracts`. They touch the table of transactions, the payment
gateway and the topics and queues named in their environment, and nothing else.
"""
