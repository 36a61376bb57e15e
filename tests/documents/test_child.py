from documents.child import answer


def test_the_answer_is_the_document_or_a_code() -> None:
    assert answer("Zoë".encode()) == '{"text": "Zoë", "kind": "text", "pages": null, "is_cut": false}'.encode()
    assert answer(b"") == b'{"code": "NO_TEXT"}'
