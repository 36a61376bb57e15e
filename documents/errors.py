"""Why a file could not be read, as codes and sentences that say what to do."""

from enum import StrEnum


class DocumentCode(StrEnum):
    UNSUPPORTED = "UNSUPPORTED"
    ENCRYPTED = "ENCRYPTED"
    BROKEN = "BROKEN"
    TOO_LARGE = "TOO_LARGE"
    TOO_COMPLEX = "TOO_COMPLEX"
    NO_TEXT = "NO_TEXT"


# One sentence a code: nothing of a file, and nothing that its reader stumbled over, is passed on.
MESSAGES = {
    DocumentCode.UNSUPPORTED: "Files of this kind cannot be read: save the document as PDF, DOCX or plain text.",
    DocumentCode.ENCRYPTED: "The file is protected by a password: save it without protection and send it again.",
    DocumentCode.BROKEN: "The file is damaged or incomplete: save the document anew, or paste its text.",
    DocumentCode.TOO_LARGE: "The file is larger than 10 MiB or has more than 200 pages: send a shorter one.",
    DocumentCode.TOO_COMPLEX: "The file takes too much time or memory to read: save the document anew in a simpler "
    "form, or paste its text.",
    DocumentCode.NO_TEXT: "There is no text in this file; a scan is a picture: send the document that it was made "
    "from, or paste its text.",
}


class DocumentError(Exception):
    """A failure to read a file that its sender may see."""

    def __init__(self, code: DocumentCode) -> None:
        self.code = code
        self.message = MESSAGES[code]
        super().__init__(self.message)
