pytest_plugins = ["townbell.testing"]
