import pytest
from hypothesis import given
from hypothesis import strategies as st

from townbell.ledger import merkle, tiles
from townbell.ledger.tiles import Address, GrowingTiles, TileTree


def hashes(count):
    return [merkle.leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


def grown(leaves, *, in_steps_of):
    stored = {}
    while (size := len(stored.get("leaves", []))) < len(leaves):
        growing = GrowingTiles(size, lambda level, number: stored.get((level, number), b""))
        for leaf in leaves[size : size + in_steps_of]:
            growing.add(leaf)
        stored.update(growing)
        stored["leaves"] = leaves[: growing.size]
    stored.pop("leaves", None)
    return stored


def tree_of(stored):
    return TileTree(lambda level, number: stored.get((level, number), b""))


@pytest.mark.parametrize(
    ("number", "width", "address"),
    [
        (0, 256, "000"),
        (7, 5, "007.p/5"),
        (1000, 256, "x001/000"),
        (1234067, 256, "x001/x234/067"),
    ],
)
def test_addresses_are_those_of_the_specification(number, width, address):
    assert tiles.path(number, width) == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("0/000", Address(0, 0, 256)),
        ("63/999.p/255", Address(63, 999, 255)),
        ("12/x001/x234/067", Address(12, 1234067, 256)),
        ("entries/x001/000.p/1", Address(None, 1000, 1)),
    ],
)
def test_addresses_are_read_as_they_are_written(text, address):
    assert Address.parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    "text",
    ["", "0", "0/", "0/0", "0/0000", "00/000", "64/000", "-1/000", "x/000", "entry/000",
     "0/x000/001", "0/001/000", "0/x001/x000", "0/000.p/", "0/000.p/0", "0/000.p/256",
     "0/000.p/01", "0/000.p/999", "0/000/", "0/٠٠٠", " 0/000", "0/000\n", "0/../000"],
)  # fmt: skip
def test_an_address_has_one_form_only(text):
    with pytest.raises(ValueError):
        Address.parse(text)


@pytest.mark.parametrize(
    ("level", "number", "width"),
    # "A tree of size 70,000 will be represented by 273 full level 0 tiles, one partial level 0
    # tile of width 112, one full level 1 tile, one partial level 1 tile of width 17, and one
    # partial level 2 tile of width 1."
    [(0, 272, 256), (0, 273, 112), (0, 274, 0), (1, 0, 256), (1, 1, 17), (2, 0, 1), (3, 0, 0)],
)
def test_widths_are_those_of_the_specification(level, number, width):
    assert tiles.width_of(level, number, 70_000) == width


def test_a_tree_of_256_has_one_full_tile_and_one_above_it():
    stored = grown(hashes(256), in_steps_of=256)

    assert {place: len(tile) // 32 for place, tile in stored.items()} == {(0, 0): 256, (1, 0): 1}
    assert stored[1, 0] == merkle.complete_root(hashes(256))


@pytest.mark.parametrize("step", [1, 100, 256, 1000])
def test_tiles_are_the_same_however_the_log_grew(step):
    leaves = hashes(1000)

    assert grown(leaves, in_steps_of=step) == grown(leaves, in_steps_of=1000)


def test_a_tree_of_three_levels_of_tiles_has_the_right_root():
    count = 256 * 256 + 300
    leaves = hashes(count)
    expected = merkle.GrowingTree()
    for leaf in leaves:
        expected.add(leaf)

    stored = grown(leaves, in_steps_of=count)

    assert merkle.root(count, tree_of(stored).node) == expected.root()
    assert len(stored[2, 0]) == 32


@given(st.integers(1, 700), st.data())
def test_proofs_read_through_tiles_lead_to_the_root(size, data):
    leaves = hashes(size)
    index = data.draw(st.integers(0, size - 1))
    tree = tree_of(grown(leaves, in_steps_of=size))

    proof = merkle.inclusion_proof(index, size, tree.node)

    root = merkle.root(size, tree.node)
    assert merkle.root_from_inclusion(index, size, leaves[index], proof) == root


def test_a_missing_tile_is_named():
    stored = grown(hashes(300), in_steps_of=300)
    del stored[0, 1]

    with pytest.raises(LookupError, match="0/1"):
        merkle.root(300, tree_of(stored).node)


def test_a_bundle_has_each_leaf_behind_its_length():
    assert tiles.bundle([b"one", b""]) == b"\x00\x03one\x00\x00"
