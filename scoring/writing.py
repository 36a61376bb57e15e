"""Drafts by a language model, told piece by piece: a cover letter, and the questions of an interview."""

import asyncio
import re
from collections.abc import AsyncGenerator

from scoring import prompts
from scoring.model_loading import connection
from scoring.model_settings import ModelFailed, ModelSettings, Written, tokens_of
from scoring.prompts import Prompt, Tone
from scoring.score import Candidate, Opening

# What is not seen, but for line breaks.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Writing:
    """The pieces of a text, to be iterated once; the model is asked when that begins.

    Raises ModelFailed from the iteration, after the pieces that came before. Leave the iteration early by closing it
    (`contextlib.aclosing`), which ends the request.
    """

    def __init__(self, prompt: Prompt, settings: ModelSettings) -> None:
        self._prompt, self._settings, self._written = prompt, settings, Written()
        self._is_asked = self._is_whole = False

    @property
    def estimate(self) -> int:
        """The most tokens that it will cost, as far as that can be told before."""
        return tokens_of(self._prompt.text) + self._settings.max_output_tokens

    @property
    def tokens(self) -> int:
        """The tokens spent so far, estimated until the provider says; what counts once the iteration has ended."""
        if self._is_whole and self._written.tokens:
            return self._written.tokens
        estimated = tokens_of(self._prompt.text + self._written.text) if self._is_asked else 0
        return max(self._written.tokens, estimated)

    async def __aiter__(self) -> AsyncGenerator[str, None]:
        """The model is asked in a task of its own, so that its time limit is not the reader's."""
        pieces: asyncio.Queue[str | None] = asyncio.Queue()
        task = asyncio.create_task(self._write(pieces))
        try:
            while (piece := await pieces.get()) is not None:
                yield piece
            await task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _write(self, pieces: "asyncio.Queue[str | None]") -> None:
        try:
            _, stream = await connection()
            self._is_asked = True
            async for piece in stream(self._prompt, self._settings, self._written):
                pieces.put_nowait(_UNSEEN.sub("", piece))
            self._is_whole = True
        except ModelFailed as failure:
            self._is_asked = failure.may_have_cost or bool(self._written.text)
            failure.tokens = self.tokens
            raise
        finally:
            pieces.put_nowait(None)


def cover_letter(candidate: Candidate, opening: Opening, settings: ModelSettings, *, tone: Tone = "plain") -> Writing:
    """200 to 350 words of plain text in the language of the posting."""
    return Writing(prompts.cover_letter(candidate, opening, settings.max_input_characters, tone), settings)


def interview_questions(candidate: Candidate, opening: Opening, settings: ModelSettings) -> Writing:
    """8 to 10 questions as a numbered list, each with a sentence about what to bring up."""
    return Writing(prompts.interview_questions(candidate, opening, settings.max_input_characters), settings)
