"""Known answers of certificate-transparency's own tests, and agreement with pymerkle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from townbell.ledger import merkle
from townbell.ledger.merkle import BadProof

LEAVES = [
    bytes.fromhex(text)
    for text in [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def tree_over(leaves):
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]

    def node(level, number):
        return merkle.complete_root(hashes[number << level : (number + 1) << level])

    return node


def growing(leaves):
    tree = merkle.GrowingTree()
    for leaf in leaves:
        tree.add(merkle.leaf_hash(leaf))
    return tree


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_implementation(size):
    assert merkle.root(size, tree_over(LEAVES)).hex() == ROOTS[size]
    assert growing(LEAVES[:size]).root().hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_the_reference_implementation(index, size):
    proof = merkle.inclusion_proof(index, size, tree_over(LEAVES))

    assert [step.hex() for step in proof] == INCLUSION[index, size]


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_reference_implementation(old, new):
    proof = merkle.consistency_proof(old, new, tree_over(LEAVES))

    assert [step.hex() for step in proof] == CONSISTENCY[old, new]


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data())
def test_roots_and_proofs_agree_with_pymerkle(leaves, data):
    theirs = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        theirs.append_entry(leaf)
    size, node = len(leaves), tree_over(leaves)
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))

    assert merkle.root(size, node) == theirs.get_root()
    # pymerkle's paths begin with the leaf itself.
    inclusion = theirs.prove_inclusion(index + 1, size).path[1:]
    assert merkle.inclusion_proof(index, size, node) == inclusion
    merkle.check_consistency(
        old,
        size,
        old_root=theirs.get_root(old),
        new_root=theirs.get_root(),
        proof=merkle.consistency_proof(old, size, node),
    )


@given(st.integers(1, 300), st.data())
def test_every_proof_leads_to_the_root_and_no_altered_one_does(size, data):
    leaves = [bytes([n % 256, n // 256]) for n in range(size)]
    index = data.draw(st.integers(0, size - 1))
    node, leaf = tree_over(leaves), merkle.leaf_hash(leaves[index])
    proof = merkle.inclusion_proof(index, size, node)
    root = merkle.root(size, node)

    assert merkle.root_from_inclusion(index, size, leaf, proof) == root
    assert not leads_to(root, index, size, merkle.leaf_hash(b"another"), proof)
    assert not leads_to(root, index, size, leaf, [*proof, root])
    for place in range(len(proof)):
        assert not leads_to(root, index, size, leaf, proof[:place] + proof[place + 1 :])
        altered = [*proof[:place], root, *proof[place + 1 :]]
        assert not leads_to(root, index, size, leaf, altered)


def leads_to(root, index, size, leaf, proof):
    try:
        return merkle.root_from_inclusion(index, size, leaf, proof) == root
    except BadProof:
        return False


@given(st.integers(1, 300), st.data())
def test_consistency_holds_for_what_was_added_to_and_not_for_what_was_rewritten(size, data):
    leaves = [bytes([n % 256, n // 256]) for n in range(size)]
    old = data.draw(st.integers(1, size))
    rewritten = data.draw(st.integers(0, old - 1))
    node = tree_over(leaves)
    old_root, new_root = merkle.root(old, node), merkle.root(size, node)
    proof = merkle.consistency_proof(old, size, node)

    merkle.check_consistency(old, size, old_root=old_root, new_root=new_root, proof=proof)

    leaves[rewritten] = b"rewritten"
    node = tree_over(leaves)
    with pytest.raises(BadProof):
        merkle.check_consistency(
            old,
            size,
            old_root=old_root,
            new_root=merkle.root(size, node),
            proof=merkle.consistency_proof(old, size, node),
        )


def test_a_shorter_log_never_follows_a_longer_one():
    with pytest.raises(BadProof, match="cannot follow"):
        merkle.check_consistency(3, 2, old_root=b"", new_root=b"", proof=[])


def test_two_logs_of_one_length_are_called_a_fork():
    with pytest.raises(BadProof, match="forked"):
        merkle.check_consistency(2, 2, old_root=b"one", new_root=b"other", proof=[])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_there_is_no_proof_of_an_entry_that_is_not_there(index, size):
    with pytest.raises(IndexError):
        merkle.inclusion_proof(index, size, tree_over(LEAVES))
    with pytest.raises(BadProof):
        merkle.root_from_inclusion(index, size, b"", [])
