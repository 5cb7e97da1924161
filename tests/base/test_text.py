from belisha.base.text import join_words


def test_words_are_joined() -> None:
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b", "c"]) == "a, b or c"
    assert join_words([]) == ""
