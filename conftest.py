pytest_plugins = ["townbell.testing", "tests.lodging", "tests.once"]
