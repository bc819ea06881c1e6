"""scipy's own tests of its Gaussian filters, pointed at ours."""

import inspect
import types

import numpy as np
import pytest
from scipy import ndimage

from server.science import smoothing
from server.science.gaussian import filters

theirs = pytest.importorskip("scipy.ndimage.tests.test_filters")

METHODS = [
    name
    for name in dir(theirs.TestNdimageFilters)
    if name.startswith("test_gauss")
    and list(inspect.signature(getattr(theirs.TestNdimageFilters, name)).parameters)
    == ["self", "xp"]
]
FUNCTIONS = [
    name
    for name, test in vars(theirs).items()
    if name.startswith("test_")
    and inspect.isfunction(test)
    and "gaussian_filter" in inspect.getsource(test)
    and list(inspect.signature(test).parameters) == ["xp"]
]


@pytest.fixture(params=["whatever the size", "as chosen"])
def ours(request, monkeypatch):
    """Their module with our functions; once with scipy's own way for small work left out."""
    both = {name: getattr(smoothing, name) for name in ("gaussian_filter", "gaussian_filter1d")}
    monkeypatch.setattr(theirs, "ndimage", types.SimpleNamespace(**{**vars(ndimage), **both}))
    if request.param == "whatever the size":
        monkeypatch.setattr(filters, "SMALL", 0)


def test_there_are_as_many_as_there_were():
    assert len(METHODS) >= 6
    assert len(FUNCTIONS) >= 5


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("name", METHODS)
def test_a_method(name):
    getattr(theirs.TestNdimageFilters(), name)(xp=np)


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function(name):
    getattr(theirs, name)(xp=np)
