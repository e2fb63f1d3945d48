"""Order fulfilment: `workflow.py` is what happens, `resources.py` what it runs on, `scenarios.py` how it is tried."""
