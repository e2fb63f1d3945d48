"""WF3xx: errors, retries and time-outs. In: a `Subject`. Out: hits. Touches its table of facts about AWS only."""
