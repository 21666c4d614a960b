pytest_plugins = ["townbell.testing", "tests.lodging"]
