"""How handlers call AWS: with time-outs far below Lambda's own, so that a hanging call is an error and not a death."""

from botocore.config import Config

QUICK = Config(connect_timeout=2, read_timeout=4, retries={"total_max_attempts": 2})
