import pytest

TO_DO = "there is no database yet: run `townbell setup` first."


@pytest.mark.parametrize(
    "words",
    [
        ["backup", "copy.tar"],
        ["createadmin", "grace@works.example"],
        ["export", "safe-streets"],
        ["import", "."],
        ["resetstaff", "grace@works.example"],
        ["rotatekey", "--reason", "A disk was lost."],
        ["serve"],
        ["upgrade"],
        ["verify"],
        ["worker"],
    ],
    ids=lambda words: words[0],
)
def test_command_before_setup_says_what_comes_first(installation, words):
    refused = installation.run(*words)

    assert refused.returncode == 1
    assert refused.stderr == f"townbell {words[0]}: {TO_DO}\n"
