"""What a local score costs: `python -m benchmarks.scoring`, with texts of full length.

Pairs of the evaluation set's texts, a resume of 600 words with a posting of 700, put together from the texts of one
family. Milliseconds of processor time: of each pair the best of 25 rounds, of those the median. Hostile texts in both
places; the time to load the data files in a new process.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import cycle, islice, product

from scoring import local
from scoring.score import Candidate, Opening, Score
from tests.scoring import evaluation_set
from tests.scoring.evaluate import candidate, opening

RESUME_WORDS, POSTING_WORDS, OPENINGS = 600, 700, 10_000
ROUNDS = 25
PAIR_MS, HOSTILE_MS, LOAD_MS, ALL_MS = 1.0, 100.0, 50.0, 30_000.0
HOSTILE = {
    "one word of 50,000 letters": "a" * 50_000,
    "25,000 letters C": "C " * 25_000,
    "a letter a line": "a\n" * 25_000,
    "12,500 times Go, go": "Go, go, " * 6_250,
    "spaces": " " * 50_000,
    "numbers before years": "5 years experience " * 2_700,
    "a text without spaces": "Python/Java," * 4_200,
    "ligatures that grow": "\ufdfa" * 50_000,
    "machine learning without an end": "machine " * 6_250,
    "only headings": "Requirements:\n" * 3_600,
    "denials": "no experience with Python and " * 1_700,
    "random letters": "".join(chr(97 + i * i % 26) + " " * (i % 7 == 0) for i in range(44_000)),
}


def filled(texts: list[str], words: int) -> str:
    """So many words of the texts, line by line, each line once before any comes again."""
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    found, count = [], 0
    for line in cycle(lines):
        found.append(line)
        count += len(line.split())
        if count >= words:
            return "\n".join(found)
    raise AssertionError


def pairs() -> list[tuple[Candidate, Opening]]:
    """For every family six candidates with eleven openings each, all with full-length texts."""
    found: list[tuple[Candidate, Opening]] = []
    for family in evaluation_set.FAMILIES:
        data = evaluation_set.read(family)
        resumes = [given.resume_text for given in data.profiles]
        texts = [given.job_description for given in data.jobs]
        people = [
            replace(candidate(given), resume_text=filled(resumes[at:] + resumes[:at], RESUME_WORDS))
            for at, given in enumerate(data.profiles)
        ]
        jobs = [
            replace(opening(given), job_description=filled(texts[at:] + texts[:at], POSTING_WORDS))
            for at, given in enumerate(data.jobs)
        ]
        found += product(people, jobs)
    return found


def timed(run: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.process_time()
    run()
    return (time.process_time() - began) * 1000


def loading() -> float:
    """The median of five new processes' milliseconds for the data files."""
    program = (
        "import time\nfrom scoring import lexicon, weights\nbegan = time.process_time()\n"
        "lexicon.lexicon()\nweights.idf()\nprint((time.process_time() - began) * 1000)"
    )
    runs = [subprocess.run([sys.executable, "-c", program], check=True, capture_output=True) for _ in range(5)]
    return statistics.median(float(run.stdout) for run in runs)


def quickest(runs: list[Callable[[], object]]) -> float:
    """The median over the runs of the best of ROUNDS rounds: what else the machine does falls out."""
    rounds = [[timed(run) for run in runs] for _ in range(ROUNDS)]
    best: list[float] = [min(times) for times in zip(*rounds, strict=True)]
    return statistics.median(best)


def measured() -> list[tuple[str, float, float | None]]:
    """(what, milliseconds, the mark if there is one)."""
    all_pairs = pairs()[::5]
    people = {id(person): local.prepare(person) for person, _ in all_pairs}
    ready = [(people[id(person)], local.prepare(job)) for person, job in all_pairs]
    known = [(people[id(person)], job) for person, job in all_pairs]
    person = all_pairs[0][0]
    many = list(islice(cycle(job for _, job in all_pairs), OPENINGS))
    rows = [
        ("a pair, the posting read anew", quickest([partial(local.score, *pair) for pair in known]), PAIR_MS),
        ("a pair, both prepared", quickest([partial(local.score, *pair) for pair in ready]), PAIR_MS),
        ("a resume read", quickest([partial(local.prepare, person) for person, _ in all_pairs]), None),
        ("one candidate with 10,000 postings, all", timed(lambda: [local.score(person, job) for job in many]), ALL_MS),
        ("loading the data files, once", loading(), LOAD_MS),
    ]
    for name, text in HOSTILE.items():
        hostile = Candidate(headline=text, resume_text=text, skills=(text[:1000],)), Opening(text, text, text)
        rows.append((f"hostile: {name}", quickest([partial(_both, *hostile)]), HOSTILE_MS))
    return rows


def _both(person: Candidate, job: Opening) -> Score:
    return local.score(local.prepare(person), job)


def main() -> int:
    """The exit code: 1 when a mark is missed."""
    rows = measured()
    print("| | ms | mark |\n|---|--:|--:|")
    for name, took, mark in rows:
        print(f"| {name} | {took:.2f} | {'' if mark is None else f'{mark:g}'} |")
    return int(any(mark is not None and took > mark for _, took, mark in rows))


if __name__ == "__main__":
    sys.exit(main())
