"""Mentions of a text: what the words around tell is read when it is asked for."""

import copy
import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

import reconcile as rc
from reconcile.language.mentions import Mention, told_when_asked

TEXT = "In 2024 exports rose 3 % to 5.2 million tonnes."


def _counted(told: Callable[[], Sequence[Mention]]) -> tuple[Callable[[], Sequence[Mention]], list[int]]:
    calls: list[int] = []

    def asked() -> Sequence[Mention]:
        calls.append(1)
        return told()

    return asked, calls


def test_words_around_are_read_once_for_all_and_not_before() -> None:
    found = [Mention(0, 1, "5", "figure"), Mention(2, 3, "6", "figure")]
    told, calls = _counted(lambda: [replace(one, stat="level", period="2024") for one in found])
    mentions = told_when_asked(found, told)
    assert [one.words for one in mentions] == ["5", "6"]
    assert not calls
    assert [(one.stat, one.period, one.base) for one in mentions] == [("level", "2024", None)] * 2
    assert len(calls) == 1


@pytest.mark.parametrize(
    "asked",
    [
        lambda mentions: repr(mentions[1]),
        lambda mentions: hash(mentions[1]),
        copy.deepcopy,
        pickle.dumps,
        lambda mentions: mentions[1].measure,
    ],
)
def test_a_mention_is_the_same_however_it_is_first_asked(asked: Callable[[list[Mention]], object]) -> None:
    mentions = rc.figures(TEXT, "en")
    asked(mentions)
    assert mentions == rc.figures(TEXT, "en")
    assert pickle.loads(pickle.dumps(mentions)) == copy.deepcopy(mentions) == mentions
    assert "stat='growth'" in repr(mentions[1])


def test_what_a_mention_does_not_have_is_said() -> None:
    with pytest.raises(AttributeError, match="'Mention' object has no attribute 'statistic'"):
        rc.figures(TEXT, "en")[1].statistic  # type: ignore[attr-defined]  # noqa: B018
