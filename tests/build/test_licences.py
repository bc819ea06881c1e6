"""assets/licences.json names everything that is shipped."""

import json

import licences
import pytest


@pytest.fixture(scope="module")
def collected():
    return licences.collect()


def by_name(packages):
    return {package["name"].lower().replace("_", "-"): package for package in packages}


def test_every_runtime_package_and_python_itself_are_listed(collected):
    assert {"python", "flask", "numpy", "scipy", "matplotlib", "pydantic", "pywebview"} <= set(
        by_name(collected["python"])
    )


def test_tools_for_tests_are_not(collected):
    assert {"pytest", "mypy", "ruff"}.isdisjoint(by_name(collected["python"]))


def test_each_states_its_licence_and_almost_all_carry_the_text(collected):
    packages = collected["python"]
    assert [package["name"] for package in packages if not package["licence"]] == []
    assert [package["name"] for package in packages if not package["text"]] == [
        "proxy_tools",
        "pyserial",
    ]


def test_qt_comes_with_the_licence_text_it_leaves_out(collected):
    text = by_name(collected["python"])["pyside6-essentials"]["text"]
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "GNU GENERAL PUBLIC LICENSE" in text


def test_the_file_on_disk_is_the_one_that_would_be_written(collected):
    assert json.loads(licences.OUT.read_text("utf-8")) == collected
