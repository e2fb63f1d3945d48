"""WF1xx: where states lead. In: a `Subject`. Out: hits. Pure."""
