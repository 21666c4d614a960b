"""A fact sheet in English."""

from townbell.opinion.notes import SENTENCES as NOTES

__all__ = ["NOTES", "SENTENCES"]

SENTENCES: dict[str, str | tuple[str, str]] = {
    "percent": "{share} %",
    # --- head and summary
    "untitled": "A conversation",
    "kind of page": "What people said",
    "who took part": (
        "{n} person took part and gave {votes} answers to {statements} statements.",
        "{n} people took part and gave {votes} answers to {statements} statements.",
    ),
    "nobody": "Nobody has answered yet, so there is nothing to say.",
    "too few to say": (
        "Too few people answered to say what they share or where they differ: a finding needs at "
        "least {least} answers in each half."
    ),
    "halves in short": (
        "To find what people share in spite of their differences, two halves of them are compared: "
        "people who tend to answer alike are in the same half."
    ),
    "shared": (
        "Most people in both halves agree with {n} statement: {first}",
        "Most people in both halves agree with {n} statements. First of all: {first}",
    ),
    "rejected": (
        "Most people in both halves disagree with {n} statement: {first}",
        "Most people in both halves disagree with {n} statements. First of all: {first}",
    ),
    "nothing shared": "No statement clearly has the agreement of most people in both halves.",
    "differing": (
        "The two halves clearly differ on {n} statement: {first}",
        "The two halves clearly differ on {n} statements. Most of all: {first}",
    ),
    "nothing differs": "There is no statement on which the two halves clearly differ.",
    "divided": (
        "{n} statement divides people, though the two halves do not clearly differ on it.",
        "{n} statements divide people, though the two halves do not clearly differ on them.",
    ),
    "unclear": (
        "On {n} statement there is no clear result.",
        "On {n} statements there is no clear result.",
    ),
    "not enough": (
        "On {n} statement too few people answered to say anything.",
        "On {n} statements too few people answered to say anything.",
    ),
    "tentative findings": (
        "{n} of these findings is tentative: a few more ballots could change it.",
        "{n} of these findings are tentative: a few more ballots could change them.",
    ),
    "self-chosen": (
        "Whoever wanted to took part. They were not drawn by lot, so this does not say how many "
        "people in the whole community think so."
    ),
    "small": "So few people took part that this is a beginning, not an answer.",
    "classic warning": "This method always finds groups, whether or not there are any.",
    "classic groups": (
        "The classic method put {people} people in {n} group.",
        "The classic method put {people} people in {n} groups.",
    ),
    "classic majorities": (
        "Most of all participants answered {n} statement alike: {first}",
        "Most of all participants answered {n} statements alike. First of all: {first}",
    ),
    "no majorities": "There is no statement that most of all participants answered alike.",
    # --- sections
    "h summary": "In short",
    "h shared": "What most people share",
    "h differing": "Where people differ",
    "h sure": "How sure this is",
    "h structure": "Are there groups?",
    "h map": "The opinion map",
    "h statements": "Every statement",
    "h who": "Who took part",
    "h method": "How this was worked out",
    "h groups": "What sets the groups apart",
    "h majority": "What most of all participants share",
    "all of them": "All {n} are in the table of every statement.",
    # --- a statement
    "no text": "Statement {id}, whose text is not in the export",
    "quoted": "“{text}”",
    "side low": "Half A",
    "side high": "Half B",
    "sides in short": (
        "Half A and half B are the two halves of the line along which opinions differ most."
    ),
    "group": "Group {number}",
    "group of": (
        "Group {number}: {n} person",
        "Group {number}: {n} people",
    ),
    "small group": "Group {number}: fewer than {least} people, so nothing is shown of it",
    "everyone": "Everyone",
    "all": "All",
    "agree": "agree",
    "disagree": "disagree",
    "pass": "pass",
    "of": "{part} of {whole}",
    "agree of": "{percent} agree ({part} of {whole})",
    "disagree of": "{percent} disagree ({part} of {whole})",
    "likely agree": (
        "If many more people like these answered, between {low} and {high} of 100 would probably "
        "agree."
    ),
    "likely disagree": (
        "If many more people like these answered, between {low} and {high} of 100 would probably "
        "disagree."
    ),
    "likely in halves": (
        "If many more people like these answered, in half A between {low} and {high} of 100 would "
        "probably agree, in half B between {other_low} and {other_high}."
    ),
    "third agree": "In the third of people who agree least, {part} of {whole} agree.",
    "third disagree": "In the third of people who disagree least, {part} of {whole} disagree.",
    "firm": (
        "With the votes counted today and the two halves where they are, {n} more ballot against "
        "it would not change this finding.",
        "With the votes counted today and the two halves where they are, {n} more ballots against "
        "it would not change this finding.",
    ),
    "tentative": "Tentative: a few more ballots could change this.",
    "group agrees": "agrees: {percent} here, {others} elsewhere",
    "group disagrees": "disagrees: {percent} here, {others} elsewhere",
    "common ground": "Common ground",
    "common rejection": "Both disagree",
    "difference": "Difference",
    "divided verdict": "Divided",
    "no clear result": "No clear result",
    "not enough votes": "Not enough votes",
    "majority agree": "Most agree",
    "majority disagree": "Most disagree",
    "withheld": "withheld",
    # --- how sure
    "sides explained": (
        "To see whether people who differ share a view, everybody is put in one of two halves by "
        "their answers to the other statements: the halves of the line along which opinions "
        "differ most. The halves are our cut, not groups. Whichever part of the statements is left "
        "out, on average {steady} of people are in the same half."
    ),
    "veto": (
        "A minority of less than about a fifth that thinks otherwise is too small to prevent a "
        "finding, even in its own half: look at the third of people who agree least."
    ),
    "rule": "The first of these rules that applies decides what is said of a statement:",
    "rule not enough": "Not enough votes: fewer than {least} people of a half answered.",
    "rule ground": (
        "Common ground: in both halves at least as many agree as the table below asks. Both "
        "disagree: the same with disagree. A pass counts as not agreeing."
    ),
    "rule difference": (
        "Difference: the likely ranges of the two halves do not touch, and the shares are at least "
        "{gap} points apart."
    ),
    "rule divided": (
        "Divided: of everybody, probably more than {opposed} of 100 agree and more than {opposed} "
        "disagree."
    ),
    "rule unclear": "No clear result: none of these.",
    "needed": "So many of a half must agree: at least {share} of 100, and surely more than 50.",
    "needed answered": "answered",
    "needed agree": "must agree",
    "firm explained": (
        "A finding is called firm when at least {least} more ballots, and at least {share} of 100 "
        "of the smaller half's, would be needed to undo it. It is counted with the halves where "
        "they are. New votes can move them: in trials on published conversations 36 of 101 firm "
        "findings fell to one ballot fewer than their number, cast by accounts that copied the "
        "other answers of one half; half as many undid none."
    ),
    # --- map
    "map explained": (
        "Each square is a place on the map with at least {least} people; the darker, the more. "
        "People who are near each other answered alike. {shown} of {people} people are in squares "
        "that are shown."
    ),
    "no map": (
        "There is no map: too few people are near each other to show one without showing single "
        "persons."
    ),
    "map in words": "Opinion map of {people} people in {squares} squares, the largest with {most}.",
    "map table": "The map as a table",
    "column": "Column",
    "row": "Row",
    "people": "People",
    "map ends": "What the directions of the map mean",
    "to the right": "Further right: people agree more often with",
    "to the left": "Further left: people agree more often with",
    "to the top": "Further up: people agree more often with",
    "to the bottom": "Further down: people agree more often with",
    # --- every statement, who took part, method
    "statement": "Statement",
    "finding": "Finding",
    "ballots": "More ballots it stands",
    "expected": "Expected to agree",
    "appeal": "Appeal to both ends",
    "perhaps mistranslated": "perhaps mistranslated",
    "tentative mark": "tentative",
    "table explained": (
        "Three numbers are the people who agree · disagree · pass. Where fewer than {least} "
        "people answered they are withheld, and so is what would reveal them."
    ),
    "voted": ("{n} person voted.", "{n} people voted."),
    "cast": "The votes were cast from {first} to {last}.",
    "odd": "What was odd about the files this was made from:",
    "not odd": "Nothing was odd about the files this was made from.",
    "method default": (
        "Model: halves, findings and ballots. A share's likely range is the 90 % interval of "
        "Beta(a + ½, n − a + ½), a of n people agreeing."
    ),
    "method classic": (
        "Model: classic, as Polis computes it: principal components of the votes, k-means groups "
        "chosen by silhouette, and tests of what sets each group apart. It is shown for "
        "comparison."
    ),
    "parameters": "Parameters",
    "engine": "Townbell {version}, model {model}, seed {seed}",
    "hash": "SHA-256 of the numbers: {sha256}",
    "hash explained": (
        "The same votes, seed and version give the same numbers. “townbell analyse --json” writes "
        "them; the SHA-256 is of that file without this hash, with sorted keys and no spaces."
    ),
    "no persons": "This page holds numbers about statements, and none about single persons.",
    "to the formula": "How this is worked out",
    # --- formulas
    "f share": "Share",
    "formula share": "agree / (agree + disagree + pass). A pass is an answer.",
    "f range": "Likely range",
    "formula range": (
        "The 5 % and the 95 % point of Beta(a + ½, n − a + ½): a of n people gave the answer."
    ),
    "f sides": "Halves and thirds",
    "formula sides": (
        "Statements are dealt into folds. For the statements of a fold, a factor analysis of the "
        "votes on the statements of the other folds places people along one line, which is cut "
        "into halves and thirds of equally many people. Who has fewer than 3 such votes is in none."
    ),
    "f needed": "How many must agree",
    "formula needed": (
        "A(n): the smallest a with a ≥ 0.6 n and P(Beta(a + ½, n − a + ½) < ½) < 0.05."
    ),
    "f ballots": "Ballots to undo",
    "formula ballots": (
        "Of common ground: the smallest k, over both halves, with a < A(n + k). Of a difference: "
        "the fewest ballots after which the ranges touch or the gap is below 0.2, or that make "
        "common ground or rejection. The halves stay as they are."
    ),
    "f majority": "Majority",
    "formula majority": (
        "Of everybody: (A + 1) / (S + 2) > ½ and 2 √(S + 1) · ((A + 1) / (S + 1) − ½) > 1.28, for "
        "A of S answers; five each way, by the product of the two."
    ),
    "f groups": "What sets a group apart",
    "formula groups": (
        "A statement is listed when its share in the group is surely above one half, and surely "
        "above that of everybody else (both z > 1.28)."
    ),
    "agrees more": "agrees more often than the others",
    "agrees less": "agrees less often than the others",
    "spectrum": (
        "We looked for separate groups and found no gap between people: opinions run along a line, "
        "with people everywhere in between. A small camp (under about a third) could be missed. On "
        "this page we compare the two halves of that line; the halves are our cut, not groups."
    ),
    "too few for groups": "Too few people voted often enough to look for separate groups.",
    "groups found": (
        "The votes show {n} group.",
        "The votes show {n} separate groups, with a gap between any two of them.",
    ),
    "groups explained": (
        "Listed is what sets a group apart from the others, tested on votes that took no part in "
        "finding it; about one in ten may be chance. People between two groups count in the "
        "nearer one. The two halves of this page are another cut of the same people."
    ),
    "f gap": "Groups or a spectrum",
    "formula gap": (
        "For two, three and four groups found by k-means, the dip test along the line between "
        "every two; groups are reported when every p ≤ 0.05 (the median over draws of where people "
        "stand)."
    ),
    "f expected": "Expected to agree",
    "formula expected": (
        "The mean, over everybody, of P(agree, given no pass) by an ordered probit model of all "
        "votes: x = intercept + loadings · z + N(0, 1), agree above a threshold of the statement "
        "times a reserve of the person, disagree below minus that. No finding rests on it."
    ),
    "f appeal": "Appeal to both ends",
    "formula appeal": (
        "From the factorisation r ≈ mean + leniency of the person + appeal of the statement + "
        "leaning · slant, with r 1 for agree, ½ for a pass and 0 for disagree; squares are held "
        "back with a ridge of 10 (leniency, appeal) and 2 (leaning, slant). No finding rests on it."
    ),
    "f languages": "Perhaps mistranslated",
    "formula languages": (
        "People at the same place, by their other votes, answer it otherwise in another language: "
        "at least 15 points apart, at least 20 people in each, false discovery rate 5 %."
    ),
    "f map": "Map",
    "formula map": (
        "The two directions in which the votes differ most. Squares are shown from the finest grid "
        "of 36 down to 4 that shows at least 80 % of people in squares of five or more."
    ),
}
