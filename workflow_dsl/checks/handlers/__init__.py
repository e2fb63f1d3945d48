"""WF62x: what handlers take, give and raise, against the states that call them.

In: a `Subject` with a reader of sources. Out: hits at places in the handlers' files. Sources are read by `ast`, never
imported; without a reader nothing is said.
"""
