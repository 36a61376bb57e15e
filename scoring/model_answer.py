"""A model's answer, checked against the two texts before anything of it is believed."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scoring.model_settings import ModelFailed
from scoring.prompts import clip
from scoring.score import Candidate, Opening

_MAX_SKILLS, _MAX_REASONING = 40, 1_200
# Of all quotes so many may be unknown: models that copy well still slip now and then.
_MAX_UNKNOWN = 1 / 3
_LEAST_WORDS = 3
_FENCE = re.compile(r"\s*```(?:json)?\s*(.*?)\s*```\s*", re.DOTALL)
_LINK = re.compile(r"\w://|\bwww\.|\]\(", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SAME = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"} | dict.fromkeys("*`_")
)

Grade = Annotated[int, Field(ge=0, le=100)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Quote = Annotated[str, Field(min_length=1, max_length=400)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Missing(_Strict):
    skill: Name
    wanted: Quote
    required: bool


class Matched(Missing):
    evidence: Quote


_Skill = TypeVar("_Skill", bound=Missing)


class Answer(_Strict):
    """What `prompts.score` asks for, to the letter."""

    score: Grade
    role: Grade | None
    seniority: Grade | None
    matched_skills: Annotated[tuple[Matched, ...], Field(max_length=_MAX_SKILLS, strict=False)]
    missing_skills: Annotated[tuple[Missing, ...], Field(max_length=_MAX_SKILLS, strict=False)]
    reasoning: Annotated[str, Field(min_length=1, max_length=4_000)]


def shape() -> dict[str, Any]:
    """The JSON schema of an answer."""
    return Answer.model_json_schema()


def checked(text: str, candidate: Candidate, opening: Opening, tokens: int) -> Answer:
    """The answer with the skills whose quotes stand in the texts, each skill once; texts on one line.

    Raises ModelFailed when it has another shape, too many quotes are unknown, or a link is in it.
    """
    fenced = _FENCE.fullmatch(text)
    try:
        answer = Answer.model_validate_json(fenced[1] if fenced else text)
    except ValidationError:
        raise ModelFailed("BAD_ANSWER", "The language model's answer has the wrong form.", tokens) from None
    shows = _finder((candidate.resume_text, candidate.headline, *candidate.skills))
    asks = _finder((opening.job_description, opening.job_title))
    matched = [it for it in answer.matched_skills if shows(it.skill, it.evidence) and asks(it.skill, it.wanted)]
    missing = [it for it in answer.missing_skills if asks(it.skill, it.wanted)]
    given = len(answer.matched_skills) + len(answer.missing_skills)
    if given - len(matched) - len(missing) > given * _MAX_UNKNOWN:
        raise ModelFailed("BAD_ANSWER", "The language model quoted what is not in the texts.", tokens)
    known = {found.skill.casefold() for found in matched}
    rest = [found for found in missing if found.skill.casefold() not in known]
    said = [answer.reasoning, *(found.skill for found in (*matched, *rest))]
    if any(_LINK.search(text) for text in said):
        raise ModelFailed("BAD_ANSWER", "The language model's answer has a link in it.", tokens)
    return answer.model_copy(
        update={
            "matched_skills": tuple(_once(matched)),
            "missing_skills": tuple(_once(rest)),
            "reasoning": clip(line(answer.reasoning), _MAX_REASONING),
        }
    )


def line(text: str) -> str:
    """The text on one line, without characters that are not seen."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _finder(texts: Iterable[str]) -> Callable[[str, str], bool]:
    """Whether a skill's quote stands in one of the texts; case, spaces, typography and Markdown aside.

    From word to word, and three words at least unless it names the skill: any text has a lone `and`.
    """
    among = "\n".join(map(_plain, texts))

    def stands(skill: str, quote: str) -> bool:
        wanted = _plain(quote).strip(" .\"'")
        says = wanted.count(" ") >= _LEAST_WORDS - 1 or _plain(skill) in wanted
        return says and bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", among) is not None

    return stands


def _plain(text: str) -> str:
    return line(unicodedata.normalize("NFKC", text).translate(_SAME)).casefold()


def _once(found: Iterable[_Skill]) -> Iterable[_Skill]:
    """The first of each skill, with its texts on one line."""
    seen: dict[str, _Skill] = {}
    for skill in found:
        seen.setdefault(skill.skill.casefold(), skill)
    return [
        skill.model_copy(update={name: line(text) for name, text in skill if isinstance(text, str)})
        for skill in seen.values()
    ]
