"""Resumes: several with names, one of them the default; typed, or read from a file."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from pydantic import Field, StringConstraints

from core import clock
from core.actor import Actor, Scope
from core.database import transaction
from core.errors import Conflict, NotFound
from core.inputs import Document, Input, NotNull, Nul, optional
from core.page import Row
from models.resume import Resume, ResumeKind

FIELDS = ("id", "name", "kind", "is_default", "text", "created_at", "updated_at")
MAX_RESUMES = 20
DEFAULT_NAME = "Resume"

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), Nul]
Text = Annotated[Document, StringConstraints(min_length=1)]


class ResumeDraft(Input):
    """A resume to keep."""

    name: Annotated[Title | None, NotNull] = optional("What to call it, 1 to 100 characters.")
    text: Text = Field(description="Its text, up to 50,000 characters.")
    is_default: Annotated[bool | None, NotNull] = optional("Whether scoring reads this one; the first one always.")


class ResumeChange(Input):
    """A change of a resume: what is left out stays as it is."""

    name: Annotated[Title | None, NotNull] = optional("What to call it, 1 to 100 characters.")
    text: Annotated[Text | None, NotNull] = optional("Its text, up to 50,000 characters.")
    is_default: Annotated[Annotated[bool, Field(strict=True)] | None, NotNull] = optional(
        "True for scoring to read this one instead of another."
    )


async def everything(actor: Actor) -> list[Row]:
    """The actor's resumes, oldest first."""
    actor.allowed(Scope.READ)
    return [_as_row(resume) for resume in await Resume.owned_by(actor).order_by("created_at", "id")]


@transaction
async def add(actor: Actor, draft: ResumeDraft, *, kind: ResumeKind = ResumeKind.TYPED) -> Row:
    """Keeps a resume. Raises Conflict when there are too many."""
    user_id = actor.allowed(Scope.WRITE)
    known = await Resume.owned_by(actor).select_for_update()
    if len(known) >= MAX_RESUMES:
        raise Conflict(f"There are {MAX_RESUMES} resumes already: delete one first.")
    is_default = bool(draft.is_default) or not known
    if is_default:
        await _no_default(actor)
    moment = clock.now()
    resume = Resume(
        id=uuid4(), user_id=user_id, name=draft.name or DEFAULT_NAME, text=draft.text, kind=kind,
        is_default=is_default, created_at=moment, updated_at=moment,
    )  # fmt: skip
    await resume.save(force_create=True)
    return _as_row(resume)


@transaction
async def update(actor: Actor, resume_id: UUID, change: ResumeChange) -> Row:
    """Changes what was sent. Raises NotFound, and Conflict for a default that would have no successor."""
    resume = await _get_for_update(actor, resume_id)
    given = change.given()
    if given.get("is_default") is False and resume.is_default:
        raise Conflict("One resume is the default: make another one the default instead.")
    if given.get("is_default") and not resume.is_default:
        await _no_default(actor)
    for name, value in given.items():
        setattr(resume, name, value)
    resume.updated_at = clock.now()
    await resume.save(update_fields=[*given, "updated_at"])
    return _as_row(resume)


@transaction
async def delete(actor: Actor, resume_id: UUID) -> Row:
    """Deletes a resume; of those that are left the oldest becomes the default where it was. Raises NotFound."""
    resume = await _get_for_update(actor, resume_id)
    await resume.delete()
    if resume.is_default:
        await _choose_default(actor)
    return _as_row(resume)


async def default_text(actor: Actor) -> str | None:
    """The text of the default resume; None where there is none."""
    resume = await Resume.owned_by(actor).filter(is_default=True).first()
    return resume.text if resume else None


async def set_default_text(actor: Actor, text: str | None) -> None:
    """Writes the default resume, made if need be; deletes it for None or nothing."""
    resume = await Resume.owned_by(actor).filter(is_default=True).first()
    if not text:
        if resume is not None:
            await delete(actor, resume.id)
    elif resume is None:
        await add(actor, ResumeDraft(text=text))
    elif resume.text != text:
        await update(actor, resume.id, ResumeChange(text=text))


async def _get_for_update(actor: Actor, resume_id: UUID) -> Resume:
    actor.allowed(Scope.WRITE)
    found: Any = await Resume.owned_by(actor).filter(id=resume_id).select_for_update().first()
    if found is None:
        raise NotFound("There is no such resume.")
    resume: Resume = found
    return resume


async def _no_default(actor: Actor) -> None:
    await Resume.owned_by(actor).filter(is_default=True).update(is_default=False)


async def _choose_default(actor: Actor) -> None:
    oldest = await Resume.owned_by(actor).order_by("created_at", "id").first()
    if oldest is not None:
        oldest.is_default = True
        await oldest.save(update_fields=["is_default"])


def _as_row(resume: Resume) -> Row:
    return {name: getattr(resume, name) for name in FIELDS} | {"id": str(resume.id)}
