"""scipy's own tests bear marks of theirs."""


def pytest_configure(config):
    for mark in ("skip_xp_backends", "xfail_xp_backends", "array_api_backends", "parallel_threads",
                 "thread_unsafe", "uses_xp_capabilities", "fail_slow", "xslow", "iterations",
                 "skip_if_array_api"):  # fmt: skip
        config.addinivalue_line("markers", f"{mark}: a mark of scipy's own tests")
