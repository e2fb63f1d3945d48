"""WF2xx: what is read, assigned and passed on. In: a `Subject`. Out: hits. Pure."""
