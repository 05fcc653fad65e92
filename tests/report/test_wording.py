"""Numbers with their noun, and lists that are cut short."""

from sync.wording import counted, listed


def test_one_and_several() -> None:
    assert [counted(number, "step") for number in (0, 1, 2)] == ["0 steps", "1 step", "2 steps"]
    assert counted(2, "piece of advice", "pieces of advice") == "2 pieces of advice"


def test_a_list_names_the_first_and_counts_the_others() -> None:
    assert listed(["a", "b", "c", "d"]) == "a, b, c, d"
    assert listed([str(one) for one in range(38)]) == "0, 1, 2 and 35 more"
