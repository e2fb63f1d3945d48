"""WF5xx: what the service limits. In: a `Subject`. Out: hits. The limits are data of `asl.resource`."""
