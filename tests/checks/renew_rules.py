"""Write `docs/rules.md` from the rules' own files: `python -m tests.checks.renew_rules`."""

from pathlib import Path

from workflow_dsl.checks.catalogue import catalogue
from workflow_dsl.checks.rule_page import rules_document

PAGE = Path(__file__).parents[2] / "docs/rules.md"


def main() -> None:
    """Write the page."""
    PAGE.write_text(rules_document(catalogue().values()), encoding="utf-8")


if __name__ == "__main__":
    main()
