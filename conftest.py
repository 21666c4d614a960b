from hypothesis import settings

pytest_plugins = ["townbell.testing", "tests.lodging", "tests.once"]

# No test asserts a time; unasked, an example that a busy machine is slow with would be a failure.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
