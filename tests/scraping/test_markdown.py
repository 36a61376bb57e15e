"""Descriptions of any form become Markdown that says the same and holds no HTML."""

import pytest

from scraping.markdown import as_html, sanitised, to_markdown


def markdown(html: str) -> str:
    return to_markdown(sanitised(html))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<p> \n </p><div></div>", ""),
        ("<p>One\n two</p><p>three</p>", "One two\n\nthree"),
        ("one<br>two<br/><br>three", "one  \ntwo\n\nthree"),
        ("<h1>A</h1><h4>B <b>c</b></h4>d", "# A\n\n#### B c\n\nd"),
        ("<b>x</b> <strong>y </strong>z<em> w</em>", "**x** **y** z *w*"),
        ("<b><i>both</i></b>", "***both***"),
        ("<b></b>a<i> </i>b", "a b"),
        ("<code>a*b</code>", "`a\\*b`"),
        (
            "<p>text<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>end",
            "text\n\n- a\n- b\n  1. c\n  2. d\n\nend",
        ),
        ("<li>without a list</li>", "without a list"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "1. a\n\n   b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n\n> b\n\nc"),
        ("<pre>a\n  b\n</pre>", "```\na\n  b\n```"),
        ("<pre>a &lt; b &lt;script&gt;1&lt;/script&gt;</pre>", "```\na < b < script>1< /script>\n```"),
        ("a<hr>b", "a\n\n---\n\nb"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\n\nc"),
        ("<dl><dt>a<dd>b</dl>", "a\n\nb"),
        ('<a href="https://x.example/a (b)?c=d&amp;e">t</a>', "[t](https://x.example/a%20%28b%29?c=d&e)"),
        ('<a href="/relative">t</a> <a href="mailto:x@y.example">m</a>', "t [m](mailto:x@y.example)"),
        ('<a href="javascript:alert(1)">t</a><a href="data:text/html,x">u</a>', "tu"),
        ("a * b _c_ snake_case [d](e) `f` \\g", "a \\* b \\_c\\_ snake_case \\[d\\](e) \\`f\\` \\\\g"),
        ("<p># not a heading</p><p>&gt; no quote</p><p>#1</p>", "\\# not a heading\n\n\\> no quote\n\n#1"),
        ("a &lt; b &lt;script&gt;alert(1)&lt;/script&gt;", "a < b &lt;script>alert(1)&lt;/script>"),
        ("<script>alert(1)</script><style>p{}</style><img src=x onerror=alert(1)>left", "left"),
        ("<p onclick=x>a<unknown-tag>b</unknown-tag><font color=red>c</font></p>", "abc"),
        ("&nbsp;a&nbsp;b&#8203;c\u202e", "a b\u200bc\u202e"),
        ("a \ud800 b", "a ? b"),
    ],
)
def test_markdown(html: str, expected: str) -> None:
    assert markdown(html) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>a</p>", "<p>a</p>"),
        ("&lt;p&gt;a &amp;amp; b&lt;/p&gt;", "<p>a &amp; b</p>"),
        ("&amp;lt;p&amp;gt;a&amp;lt;/p&amp;gt;", "<p>a</p>"),
        ("a\r\nb\n\n c & <d>", "<p>a<br>b</p><p>c &amp; &lt;d&gt;</p>"),
        ("5 &lt; 6", "<p>5 &lt; 6</p>"),
    ],
)
def test_texts_of_any_form_become_html(text: str, expected: str) -> None:
    assert as_html(text) == expected


def test_what_is_kept_of_markup() -> None:
    html = '<div class=x style="a"><a href="https://x.example" onclick=z target=_blank>t</a><form><input></form></div>'
    kept = '<div><a href="https://x.example" rel="noopener noreferrer nofollow">t</a></div>'
    assert sanitised(html) == kept


def test_what_grows_when_it_is_sanitised_stays_within_the_limit() -> None:
    assert 100_000 < len(sanitised("&" * 150_000)) <= 200_000
