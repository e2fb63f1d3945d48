"""Handlers of order fulfilment.

In: the payloads of `contracts`. Out: the results of `contracts`. They touch the tables of orders and of stock, the
carrier and the state machine named in their environment, and nothing else.
"""
