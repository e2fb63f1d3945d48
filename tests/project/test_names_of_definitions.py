"""What a call means by a name: the definition of that name, whatever else is called so."""

from pathlib import Path

import pytest

from workflow_dsl.pipeline.check_targets import check_targets
from workflow_dsl.project import TargetError, find_definitions

DEFINITION = 'from workflow_dsl import Succeed, Workflow\n\nworkflow = Workflow("NAME", steps=[Succeed("Done")])\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two definitions, beside a package of Python that has the name of each."""
    shop = tmp_path / "definitions" / "shop" / "workflow.py"
    shop.parent.mkdir(parents=True)
    shop.write_text(DEFINITION.replace("NAME", "Shop"), encoding="utf-8")
    (tmp_path / "definitions" / "stock.py").write_text(DEFINITION.replace("NAME", "Stock"), encoding="utf-8")
    for name in ("shop", "stock"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app.py").write_text("import nothing_of_ours\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "file"), [("shop", "shop/workflow.py"), ("stock", "stock.py")])
def test_a_name_is_that_of_a_definition_before_that_of_a_folder(project: Path, name: str, file: str) -> None:
    expected = (project / "definitions" / file).resolve()

    assert [found.file for found in find_definitions([name], project)] == [expected]
    assert check_targets([name], project).files == (expected,)


def test_a_name_with_a_slash_is_a_folder(project: Path) -> None:
    (project / "shop" / "app.py").write_text(DEFINITION, encoding="utf-8")

    for target in ("./shop", "shop/"):
        assert [found.file.name for found in find_definitions([target], project)] == ["app.py"]
        assert [file.name for file in check_targets([target], project).files] == ["app.py"]


def test_the_folder_of_a_project_stands_for_its_definitions(project: Path) -> None:
    assert [found.name for found in find_definitions(["."], project)] == ["shop", "stock"]
    assert find_definitions([str(project)], project.parent) == find_definitions([], project)


def test_the_folder_above_is_no_name(project: Path) -> None:
    (project / "workflow.py").write_text(DEFINITION.replace("NAME", "Root"), encoding="utf-8")
    (project / "shop" / "deep").mkdir()

    assert [found.file.name for found in find_definitions([".."], project / "shop" / "deep")] == ["app.py"]


def test_a_name_that_is_almost_one_is_told_the_nearest(project: Path) -> None:
    with pytest.raises(TargetError, match=r'no definition is named "shap", .* did you mean "shop"\?'):
        find_definitions(["shap"], project)


def test_the_folder_of_a_definition_is_checked_with_the_files_in_it(project: Path) -> None:
    machine = project / "definitions" / "shop" / "machine.json"
    machine.write_text('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', encoding="utf-8")

    files = check_targets(["shop"], project / "definitions").files

    assert [file.name for file in files] == ["workflow.py", "machine.json"]
