"""Results made by hand, so that pages and sentences can be tried without an engine."""

from townbell.conversations.results.reading import Result


def share(agree, disagree=0, passed=0, **limits):
    return {"agree": agree, "disagree": disagree, "pass": passed} | (
        {"agree_limits": [0.5, 0.9], "disagree_limits": [0.1, 0.2]} | limits
    )


def statement(number, verdict, **fields):
    return {
        "number": number,
        "author": "resident",
        "texts": [],
        "merged": [],
        "everyone": share(80, 10, 10),
        "without_rest": False,
        "parts": [share(45, 5), share(35, 5, 10)],
        "third": share(20, 8, 2),
        "verdict": verdict,
        "rank": number,
        "firm": True,
        "undo": 12,
        "changed": 8,
        "create": 0,
        "placing": {"across": 0.5, "up": 0.1, "noise": 0.5},
        "measures": {},
    } | fields


def result(*statements, language="en", people=400, **data):
    return Result(
        {
            "conversation": {"question": [{"language": "en", "text": "Why?"}], "host": "Farah"},
            "people": {"participants": people, "votes": 3000},
            "structure": {"kind": "spectrum"},
            "method": {"model": "default", "seed": 0},
            "map": {"size": 4, "reach": 2.0, "people": 400, "bins": [[0, 0, 100], [3, 1, 300]]},
            "statements": list(statements),
        }
        | data,
        {
            str(each["number"]): {
                "texts": [
                    {"language": "en", "kind": "original", "text": f"Statement {each['number']}."},
                    {"language": "es", "kind": "machine", "text": f"Frase {each['number']}."},
                ]
            }
            for each in statements
        },
        language,
    )
