import pytest

from gapmatrix_kit.documents import Node, Unreadable, documents


def only(text: str) -> Node:
    [document] = documents(text)
    return document


def test_lines_and_values() -> None:
    node = only("a: 1\nb:\n  - x: 'null'\n    y: ~\n  - z\nc: |\n  one\n  two\nd: true\n")
    assert node.get("a").number == 1
    assert node.get("b", 0, "x").text == "null"
    assert node.get("b", 0, "y").text is None
    assert (node.get("b").line, node.get("b").end_line) == (3, 5)
    assert (node.get("c").line, node.get("c").end_line) == (6, 8)
    assert node.get("d").boolean is True
    assert not node.get("b", 5, "x").exists
    assert not node.get("a", "deeper").exists
    assert node.keys() == ["a", "b", "c", "d"]


def test_merge_keys_and_doubled_keys() -> None:
    node = only("base: &base {image: x, port: 1}\nshop:\n  <<: *base\n  port: 2\n  port: 3\n")
    shop = node.get("shop")
    assert (shop.get("image").text, shop.get("port").number) == ("x", 3)
    assert shop.keys() == ["port", "port", "image"]
    assert [key.line for key in shop.doubled] == [5]  # type: ignore[attr-defined]


def test_documents_before_a_broken_one_are_kept() -> None:
    found = []
    with pytest.raises(Unreadable) as caught:
        for document in documents("a: 1\n---\nb: 2\n---\nc: [\n"):
            found.append(document.keys())
    assert found == [["a"], ["b"]]
    assert caught.value.line is not None


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "a: &a [x]\n"
        + "".join(f"b{i}: &b{i} [{','.join(['*a' if i == 0 else f'*b{i - 1}'] * 9)}]\n" for i in range(12)),
        "- x\n" * 500_000,
        "a: *nobody",
        "\tkey: value",
    ],
)
def test_hostile_input_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        list(documents(text))
