"""The model scorer: a language model's answer, checked, made into a score of the same shape as the local one's."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from scoring import local, prompts
from scoring.model_answer import Answer, Missing, checked, shape
from scoring.model_loading import connection
from scoring.model_settings import ModelFailed, ModelSettings, tokens_of
from scoring.posting import prepare_opening
from scoring.preferences import wishes
from scoring.score import Candidate, MatchedSkill, MissingSkill, Opening, Score

VERSION = prompts.VERSION
# The model's own view decides a quarter: what it says cannot be checked as its quotes can.
WEIGHTS = {"skills": 0.35, "role": 0.2, "seniority": 0.1, "judgement": 0.25, "preferences": 0.1}
NICE = 0.5
# As if every posting wanted one skill more, met by an average share; as the local scorer has it.
PRIOR, AVERAGE = 1.0, 0.3
# A judgement that is farther from the skills that are shown was not made from them.
FARTHEST = 0.6


@dataclass(frozen=True, slots=True)
class ModelScore:
    """A score, and the tokens of question and answer that it cost."""

    score: Score
    tokens: int


def scorer(settings: ModelSettings) -> str:
    """The name of the scorer in a Score."""
    return f"model:{settings.name}"


def estimate(candidate: Candidate, opening: Opening, settings: ModelSettings) -> int:
    """The most tokens that `score` will cost, as far as that can be told before: for comparing with a budget."""
    prompt = prompts.score(candidate, opening, settings.max_input_characters)
    return tokens_of(prompt.text) + settings.max_output_tokens


async def score(candidate: Candidate, opening: Opening, settings: ModelSettings) -> ModelScore:
    """Asks the model, once but for tries that failed. The preferences are not sent: they are judged by our own rules.

    Raises ModelFailed whatever goes wrong; its `tokens` are spent all the same.
    """
    prompt = prompts.score(candidate, opening, settings.max_input_characters)
    ask, _ = await connection()
    try:
        written = await ask(prompt, settings, shape())
        tokens = written.tokens or tokens_of(prompt.text + written.text)
        answer = checked(written.text, candidate, opening, tokens)
        return ModelScore(_score(answer, candidate, opening, settings, tokens), tokens)
    except ModelFailed as failure:
        if failure.may_have_cost:
            failure.tokens = failure.tokens or tokens_of(prompt.text)
        raise


def _score(answer: Answer, candidate: Candidate, opening: Opening, settings: ModelSettings, tokens: int) -> Score:
    coverage = _coverage(answer)
    if coverage is None and opening.job_description.strip():
        raise ModelFailed("BAD_ANSWER", "The language model gave no evidence for its answer.", tokens)
    if coverage is not None and abs(answer.score / 100 - coverage) > FARTHEST:
        raise ModelFailed("BAD_ANSWER", "The language model's answer contradicts itself.", tokens)
    met = wishes(candidate.preferences, opening, prepare_opening(opening).forms)
    parts = local.points(
        {
            "skills": coverage,
            "role": _share(answer.role),
            "seniority": _share(answer.seniority),
            "judgement": _share(answer.score),
            "preferences": prod(met.values()) if met else None,
        },
        WEIGHTS,
    )
    return Score(
        score=sum(part.contribution for part in parts),
        matched_skills=tuple(
            MatchedSkill(found.skill, found.evidence, found.wanted) for found in answer.matched_skills
        ),
        missing_skills=tuple(
            MissingSkill(found.skill, found.wanted, found.required) for found in answer.missing_skills
        ),
        reasoning=answer.reasoning,
        parts=parts,
        scorer=scorer(settings),
        version=VERSION,
    )


def _coverage(answer: Answer) -> float | None:
    """The share of the wanted skills that are shown, nice ones counted half, with one average want more."""
    if not answer.matched_skills and not answer.missing_skills:
        return None
    shown, lacking = _weight(answer.matched_skills), _weight(answer.missing_skills)
    return (shown + PRIOR * AVERAGE) / (shown + lacking + PRIOR)


def _weight(found: Iterable[Missing]) -> float:
    return sum(1.0 if skill.required else NICE for skill in found)


def _share(grade: int | None) -> float | None:
    return None if grade is None else grade / 100
