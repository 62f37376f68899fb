"""Reading running text: how the time of finding and of what the words around tell grows with the text.

A text four times as long must not take more than six times as long, whatever it repeats; one whose time grew with the
square would take sixteen times. The shorter and the longer text are read in turn, and the median ratio counts.

How fast it is, is told as a ratio, too: to one pass of a plain regular expression over the words of the same text, in
the same run, so that it is the same on a slow and a busy machine.

    python benchmarks/reading.py [--runs 5]
"""

import argparse
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

from reconcile import figures

PIECES = (
    *("1.", "(", "1 ", "-", "1/", "5 to ", "1-", "@1", "about ", "5% and ", "\n", "e\u0301", "a half ", "$", "0 12"),
    *("up 5 ", "2024 ", "rose by ", "from 5 to ", "5, ", "the previous ", "January ", "12 months to ", "\n\n", "%"),
)
SENTENCE = "Exports rose 3.2 percent to 405.9 billion dollars in 2024, from 393.3 billion a year earlier. "
NEWS = """The port authority said on Monday that container traffic through the eastern terminals rose by 4.2 percent in
the first half of the year, as carriers moved services away from the congested docks further north. Officials put the
change down to the new rail link, which has cut the time that a container waits on the quay, and to a mild winter in
which hardly a ship was turned away. The authority expects to handle nearly 2.1 million containers this year, and has
asked the ministry for permission to dredge the southern channel, whose banks have been moving since the floods. Unions
welcomed the plan but said that the work should not begin before the herring season is over. A spokesman for the
fishermen, whose harbour lies behind the second breakwater, told reporters that nobody had asked them. Freight charges
stayed where they were; the fee for a night at anchor went up from 310 to 345 euros.

"""
SHORT, TIMES, MOST = 4_000, 4, 6.0
MOST_OF_NEWS = 35.0  # passes over the words of the text, of finding with the words around
WORDS = re.compile(r"\w+")
DAY = date(2025, 8, 1)


def seconds(read: Callable[[], object]) -> float:
    start = time.process_time()
    read()
    return time.process_time() - start


def growth(read: Callable[[str], object], piece: str, runs: int) -> float:
    """The median ratio of the time for a text and for one that is four times as long."""
    short, long = (piece * (size // len(piece)) for size in (SHORT, TIMES * SHORT))
    read(short[:200])
    return statistics.median(seconds(lambda: read(long)) / seconds(lambda: read(short)) for _ in range(runs))


def passes(read: Callable[[str], object], text: str, runs: int) -> tuple[float, float]:
    """How many plain passes over the words of a text a reading takes, and how many million bytes a second it reads."""
    read(text[:200])
    pairs = [
        (seconds(lambda: read(text)), seconds(lambda: [word.span() for word in WORDS.finditer(text)]))
        for _ in range(runs)
    ]
    spent, plain = (min(one[at] for one in pairs) for at in (0, 1))
    return spent / plain, len(text.encode()) / spent / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    readers: dict[str, Callable[[str], object]] = {
        "found": lambda text: figures(text, "en", DAY),
        "found, and the words around": lambda text: [one.stat for one in figures(text, "en", DAY)],
    }
    worst = most_of_news = 0.0
    for name, read in readers.items():
        ratios = {piece: growth(read, piece, runs) for piece in (*PIECES, SENTENCE)}
        piece = max(ratios, key=lambda one: ratios[one])
        worst = max(worst, ratios[piece])
        print(f"{name}: {TIMES} times the text takes {ratios[piece]:.1f} times as long at most, of {piece!r}")
        for piece, told in ((NEWS, "of news"), (SENTENCE, "where each sentence has three figures")):
            taken, speed = passes(read, piece * (100_000 // len(piece)), runs)
            most_of_news = max(most_of_news, taken if piece is NEWS else 0.0)
            print(f"    {taken:.0f} plain passes over the words, {speed:.2f} MB a second, {told}")
    print(f"worst ratio {worst:.1f}   (at most {MOST})")
    print(f"news in {most_of_news:.0f} plain passes   (at most {MOST_OF_NEWS:.0f})")
    return int(worst > MOST or most_of_news > MOST_OF_NEWS)


if __name__ == "__main__":
    sys.exit(main())
