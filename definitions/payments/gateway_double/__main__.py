"""The double as a process, until it is stopped: `python -m definitions.payments.gateway_double --ledger FILE`."""

import argparse
import json
import signal
import sqlite3
import sys
import threading

from definitions.payments.gateway_double.double import GatewayDouble


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT, after one line of JSON with the URL. 2: the port or the file cannot be had."""
    parser = argparse.ArgumentParser(prog="python -m definitions.payments.gateway_double", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--ledger", default=":memory:", help="SQLite file that keeps what was charged")
    options = parser.parse_args(arguments)
    stopped = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stopped.set())
    try:
        gateway = GatewayDouble(options.ledger, port=options.port).start()
    except (OSError, OverflowError, sqlite3.Error) as fault:
        sys.stderr.write(f"the gateway double cannot start: {fault}; take another --port or --ledger\n")
        return 2
    sys.stdout.write(json.dumps({"url": gateway.url}) + "\n")
    sys.stdout.flush()
    stopped.wait()
    gateway.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
