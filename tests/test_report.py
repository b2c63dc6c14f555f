"""The report says what the Advice says, the same in every format, and whatever text is put into it stays text."""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from docx import Document as read_docx
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cases import all_cases
from nonpay_advisor import advise
from nonpay_advisor.advice import words
from nonpay_advisor.advice.model import Advice
from nonpay_advisor.cli import main
from nonpay_advisor.report import marks, papers, render
from nonpay_advisor.report.blocks import (
    MOST_MARKS,
    Bullets,
    Card,
    Document,
    Item,
    Pairs,
    Para,
    Section,
    clean,
    strong,
    text,
    web_address,
)
from nonpay_advisor.report.content import document
from nonpay_advisor.report.documents import document as paper_of
from nonpay_advisor.report.docx import docx
from nonpay_advisor.report.fonts import BOX, held, needs_shaping
from nonpay_advisor.report.pdf import pdf
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.places import place_name

AS_OF = date(2026, 11, 21)
EVERY = max(1, len(all_cases()) // 9)
KENTUCKY = {
    "ordinary": True,
    "creditor": {"kind": "sole_trader", "jurisdiction": "US-KY"},
    "customer": {"kind": "company", "jurisdiction": "US-KY", "owns_real_estate": True},
    "claim": {"amount": "2500.00", "due_on": "2026-08-01", "invoiced_on": "2026-07-01", "purpose": "business", "service_kind": "creative"},
    "contract": {"form": "signed", "signed_on": "2026-01-01"},
    "dispute": {"reason": "silent"},
}
_CASES = {"nothing is known": ({}, AS_OF), "Kentucky web design": (KENTUCKY, AS_OF)} | {
    name: (case["facts"], case.get("as_of", AS_OF)) for name, case in all_cases()[::EVERY]
}
MONEY = re.compile(r"[$£€]\d[\d,]*(?:\.\d+)?|\b\d[\d,]*\.\d\d [A-Z]{3}\b")
DAY = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(words.MONTHS)}) \d{{4}}\b")
WEB = re.compile(r"https?://\S+")
PERCENT = re.compile(r"\b\d[\d.,]*%")
TEXTS = ("terminal", "markdown", "html")
FORMATS = (*TEXTS, "pdf", "docx")


@cache
def advice_of(name: str) -> Advice:
    """The advice of a case by its name."""
    facts, as_of = _CASES[name]
    return advise(facts, as_of)


class _Html(HTMLParser):
    """Reads HTML into its text, its tags in order, and its attributes."""

    VOID = frozenset({"meta", "path", "circle", "br", "link"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.said: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, k, v or "") for k, v in attrs]
        if tag not in self.VOID:
            self.open.append(tag)
        if tag in {"p", "li", "h1", "h2", "h3", "h4", "h5", "tr", "td", "th", "dt", "dd", "div", "caption"}:
            self.said.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, k, v or "") for k, v in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.said.append(data)

    def all(self, attribute: str) -> list[str]:
        """Every value of an attribute."""
        return [v for _, k, v in self.attributes if k == attribute]


def _pdf_text(data: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    return "\n".join(re.sub(r"nonpay-advisor [^\n]*? · as of [^\n]*|page \d+ of \d+", "", p) for p in pages)


def _docx_text(data: bytes) -> str:
    body = read_docx(io.BytesIO(data)).element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "\n".join("".join(t.text or "" for t in p.iter(name + "t")) for p in body.iter(name + "p"))


def rendered(advice: Advice, shape: str, **how: Any) -> str:
    """The words of a report in a format, on lines as they come."""
    match shape:
        case "pdf":
            return _pdf_text(render.render_pdf(advice))
        case "docx":
            return _docx_text(render.render_docx(advice))
        case "html":
            return "".join(_Html(render.render(advice, shape)).said)
        case "markdown":
            return re.sub(r"\\(?=[^\w\s])", "", render.render(advice, shape)).replace("**", "")
        case _:
            return re.sub(r"(?m)^\|(?:==|!!)? *", "", render.render(advice, shape, full=True, **how))


def _one_line(said: str) -> str:
    return re.sub(r"\s+", " ", said)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if set(value) == {"amount", "currency"}:
            yield words.money(Decimal(value["amount"]), value["currency"])
        else:
            for inner in value.values():
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, date):
        yield words.day(value)
    elif isinstance(value, str):
        yield words.day(date.fromisoformat(value)) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value


def _figures(said: str) -> set[str]:
    said = WEB.sub("", said)  # an address may hold %28
    found = MONEY.findall(said) + DAY.findall(said) + PERCENT.findall(said)
    return {f.rstrip(".,") for f in found}


# -- the same figures


@pytest.mark.parametrize("shape", TEXTS)
@pytest.mark.parametrize("name", _CASES)
def test_every_figure_and_date_of_the_report_stands_in_the_advice(name: str, shape: str) -> None:
    advice = advice_of(name)
    held_there = _figures(_one_line(" \n ".join(_strings(advice.as_dict()))))
    assert _figures(_one_line(rendered(advice, shape))) - held_there == set()


@pytest.mark.parametrize("shape", ["pdf", "docx"])
@pytest.mark.parametrize("name", list(_CASES)[1:3])
def test_every_figure_and_date_of_a_file_stands_in_the_advice(name: str, shape: str) -> None:
    advice = advice_of(name)
    held_there = _figures(_one_line(" \n ".join(_strings(advice.as_dict()))))
    assert _figures(_one_line(rendered(advice, shape))) - held_there == set()


@pytest.mark.parametrize("shape", FORMATS)
def test_every_sum_deadline_day_and_value_of_law_is_in_the_report(shape: str) -> None:
    advice = advice_of("Kentucky web design")
    said = _one_line(rendered(advice, shape))
    table = advice.as_dict()
    wanted = {s for line in table["money"].values() if isinstance(line, dict) for s in _strings(line["sum"])}
    wanted |= {s for d in table["deadlines"] for s in (*_strings(d["date"]), *_strings(d["what"]))}
    wanted |= {s for step in table["path"] for s in (step["title"], *_strings(step["earliest"]), *_strings(step["latest"]))}
    wanted |= {s for row in table["law_used"] for s in (row["citation"], row["title"], *_strings(row["checked_on"]))}
    wanted |= {b["text"] for o in table["options"].values() for b in o["bars"]}
    wanted |= {o["title"] for o in table["options"].values()} | {advice.disclaimer}
    squeezed = re.sub(r"\W", "", said).lower()
    assert {w for w in wanted if re.sub(r"\W", "", w).lower() not in squeezed} == set()


@pytest.mark.parametrize("shape", FORMATS)
def test_the_first_page_answers_five_questions_in_order(shape: str) -> None:
    said = _one_line(rendered(advice_of("Kentucky web design"), shape))
    asked = (
        "Where you stand", "What to do next, and by when", "What it may cost and bring", "What is closed, and why",
        "When to see an attorney",
    )  # fmt: skip
    places = [said.find(a) for a in asked]
    assert places == sorted(places)
    assert -1 not in places


@pytest.mark.parametrize("name", _CASES)
def test_a_status_is_printed_in_its_own_words_only(name: str) -> None:
    said = rendered(advice_of(name), "terminal")
    assert not re.search(r"\b(undetermined|not_applicable|premature)\b", said)


@pytest.mark.parametrize("name", _CASES)
def test_what_depends_says_on_what_and_where_each_answer_leads(name: str) -> None:
    advice = advice_of(name)
    said = _one_line(rendered(advice, "terminal", width=100))
    for option in advice.options.values():
        for dependency in option.depends_on:
            asked = _one_line(dependency.question).split(": ")[0].rstrip(".")
            assert (asked.replace(dependency.place, place_name(dependency.place)) if dependency.place else asked) in said
    telling = [a for o in advice.options.values() for d in o.depends_on for a in d.answers if a.status != "undetermined"]
    assert not telling or any(f"→ {catalogue.STATUS_WORDS[a.status]}" in said for a in telling)


def test_nothing_in_the_own_words_of_the_report_is_an_order() -> None:
    made = document(advice_of("nothing is known"), full=False)
    own = _one_line(" ".join(str(s.blocks) for s in made.sections if s.anchor in {"in-short", "path"}))
    assert re.findall(r"\b(?:you must|you should|you have to|you need to)\b", own, re.IGNORECASE) == []


def test_what_is_past_its_review_is_marked() -> None:
    advice = advise(KENTUCKY, date(2031, 1, 2))
    assert any(row.past_review for row in advice.law_used)
    assert "Past its review" in rendered(advice, "terminal")


def _grade(said: str) -> float:
    """The years of school a text asks for (Flesch and Kincaid)."""
    spoken = re.findall(r"[A-Za-z']+", said)
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", said)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", w.lower().removesuffix("e")))) for w in spoken)
    return 0.39 * len(spoken) / sentences + 11.8 * syllables / max(1, len(spoken)) - 15.59


@pytest.mark.parametrize("name", _CASES)
def test_the_first_page_can_be_read_by_somebody_who_finished_school(name: str) -> None:
    said = rendered(advice_of(name), "terminal").split("2. THE PATH")[0].split("Where you stand")[1]
    assert _grade(said.split("When to see an attorney")[0]) <= 12


# -- the terminal


@pytest.mark.parametrize("width", [40, 64, 80, 100])
@pytest.mark.parametrize("full", [False, True])
def test_no_line_is_wider_than_asked_but_a_web_address(width: int, full: bool) -> None:
    for line in render.render(advice_of("Kentucky web design"), "terminal", width=width, full=full).splitlines():
        assert marks.shown_width(line) <= width or "://" in line


def test_a_file_is_written_for_80_columns_and_without_bold() -> None:
    assert render.width_of(None) == 80
    assert not render.bold_for(None)
    assert "\x1b" not in render.render(advice_of("Kentucky web design"), "terminal")
    assert "\x1b[1m" in render.render(advice_of("Kentucky web design"), "terminal", bold=True)


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        render.render(advice_of("nothing is known"), "papyrus")


# -- HTML


@pytest.mark.parametrize("name", list(_CASES)[:6])
def test_the_page_is_whole_and_stands_alone(name: str) -> None:
    source = render.render(advice_of(name), "html")
    page = _Html(source)
    assert source.startswith("<!DOCTYPE html>")
    assert page.all("lang") == ["en"]
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(page.tags)
    assert "@import" not in source
    assert "url(" not in source
    assert page.all("src") == []
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in page.all("href") if h.startswith("#")} <= set(ids)
    assert all(h.startswith(("#", "https://", "http://")) for h in page.all("href"))
    assert {*page.all("aria-labelledby")} <= set(ids)
    levels = [int(t[1]) for t in page.tags if re.fullmatch("h[1-6]", t)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


# -- files


def test_the_same_advice_gives_the_same_bytes() -> None:
    advice = advice_of("Kentucky web design")
    assert render.render_docx(advice) == render.render_docx(advice)
    assert render.render_pdf(advice) == render.render_pdf(advice)


def test_a_pdf_has_a_title_a_language_and_an_outline() -> None:
    reader = PdfReader(io.BytesIO(render.render_pdf(advice_of("Kentucky web design"))))
    assert reader.metadata is not None
    assert "unpaid invoice" in str(reader.metadata.title)
    assert reader.root_object["/Lang"] == "en"
    assert len(reader.outline) > 8


@pytest.mark.parametrize("ending", ["md", "html", "txt", "json", "pdf", "docx"])
def test_the_ending_of_the_file_chooses_the_format(ending: str, tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "case.toml"
    case.write_text('[claim]\namount = 100\n[customer]\njurisdiction = "US-KY"\n')
    out = tmp_path / f"report.{ending}"
    assert main(["advise", str(case), "--as-of", "2026-11-21", "-o", str(out)]) == 0
    begins = {"md": b"# ", "html": b"<!DOCTYPE", "txt": b"YOUR", "json": b"{", "pdf": b"%PDF", "docx": b"PK"}
    assert out.read_bytes().startswith(begins[ending])
    assert capsys.readouterr().out == ""


# -- whatever text comes in


NASTY = st.sampled_from(
    [
        "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}{% raw %}", "**bold** _it_ `code` [a](javascript:x)",
        "# h", "| a | b |", "- item", "1. one", "> quote", "\u202eevil\u2066", "\x00\x07\x1b[31mred", "=1+1", "a\n\nb\r\nc", "שלום",
        "田中太郎", "👩‍💻🏳️‍🌈", "é" * 300, "x" * 500, "&lt;&#60;", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚", "\ufeff\u200b", "</style>", "~~x~~ ***", "---",
        "https://a.example/b?c=<d>",
    ]
)  # fmt: skip
TEXT = st.one_of(NASTY, st.text(max_size=60), st.lists(NASTY, max_size=3).map(" ".join))


def put_in(advice: Advice, said: str) -> Advice:
    """An advice with a text put where facts and data can bring one."""
    option = advice.options["small_claims"]
    reasons = tuple(r.model_copy(update={"text": said, "citation": said, "source": said}) for r in option.reasons)
    options = advice.options | {
        "small_claims": option.model_copy(update={"reasons": reasons, "forum": said, "risk": said, "title": said or "x"})
    }
    law = tuple(row.model_copy(update={"shown": said, "note": said, "source": said}) for row in advice.law_used[:2])
    recommended = advice.recommended.model_copy(update={"why": said})
    money = advice.money.model_copy(update={"principal": advice.money.principal.model_copy(update={"convention": said})})
    return advice.model_copy(update={"options": options, "law_used": law, "recommended": recommended, "money": money})


@settings(max_examples=25, deadline=None)
@given(TEXT)
def test_text_stays_text_in_html(said: str) -> None:
    assume(clean(said))
    page = _Html(render.render(put_in(advice_of("Kentucky web design"), said), "html"))
    like = _Html(render.render(put_in(advice_of("Kentucky web design"), "word"), "html"))
    links = {"a"}
    # The same tags, but for links: only a sound web address may become one.
    if not web_address(said):
        assert [t for t in like.tags if t not in links] == [t for t in page.tags if t not in links]
    assert _one_line(clean(said)) in _one_line("".join(page.said))


@settings(max_examples=40, deadline=None)
@given(TEXT)
def test_the_terminal_gets_no_control_or_bidi_characters_and_no_wider_line(said: str) -> None:
    shown = render.render(put_in(advice_of("Kentucky web design"), said), "terminal", width=60, full=True)
    for char in shown:
        assert char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"}
        assert char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    assert all(marks.shown_width(line) <= 60 or "://" in line for line in shown.splitlines())


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_text_stays_text_in_markdown(said: str) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    shown = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"]).render("- " + marks.markdown(text("So: ", said)))
    page = _Html(shown)
    assert page.tags == ["ul", "li"]
    assert _one_line("".join(page.said)).strip() == _one_line("So: " + clean(said)).strip()


@settings(max_examples=100, deadline=None)
@given(TEXT)
def test_markdown_at_the_start_of_a_line_stays_text(said: str) -> None:
    markdown_it = pytest.importorskip("markdown_it")
    page = _Html(markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(marks.markdown(text(said))))
    assert page.tags in ([], ["p"])


@settings(max_examples=20, deadline=None)
@given(TEXT)
def test_files_hold_any_text(said: str) -> None:
    run = text("So: ", said, strong(said))
    blocks = (Para(run), Bullets((Item(run, (run,)),)), Pairs(((clean(said), run),)))
    made = Document("t", "s", "b", (Section(1, "a", "title", (*blocks, Card(clean(said), "barred", "Closed", "c", blocks))),), ("foot",))
    assert clean(said) in _docx_text(docx(made, AS_OF))
    if len(said) % 4 == 0:
        assert pdf(made, AS_OF).startswith(b"%PDF")


@given(st.text())
def test_cleaned_text_is_one_line_without_what_deceives(said: str) -> None:
    cleaned = clean(said)
    assert cleaned == clean(cleaned)
    assert "\n" not in cleaned
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b\u2028")
    marks_in_a_row = re.findall(r"\S+", "".join("m" if unicodedata.category(c) in {"Mn", "Me"} else " " for c in cleaned))
    assert all(len(run) <= MOST_MARKS for run in marks_in_a_row)


def test_a_pdf_shows_a_box_for_what_its_fonts_do_not_hold() -> None:
    assert held("Łódź → 田 שלום Ωμέγα") == f"Łódź → {BOX} שלום Ωμέγα"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://", "ftp://x", "https://a.example/ b", 'https://a"b', "contract"]
)
def test_only_a_sound_web_address_becomes_a_link(url: str) -> None:
    assert web_address(url) == ""


def test_a_pdf_shapes_what_runs_from_right_to_left_and_nothing_else() -> None:
    assert needs_shaping("שלום")
    assert needs_shaping("مرحبا")
    assert not needs_shaping("Łódź → Ωμέγα £5 – “x”")


# -- the first page


def _section(name: str, title: str) -> Section:
    return next(s for s in document(advice_of(name)).sections if s.title == title)


def test_the_short_list_has_the_numbers_of_the_path() -> None:
    short = next(b for b in _section("Kentucky web design", "In short").blocks if isinstance(b, Bullets) and b.ordered)
    rungs = next(b.rungs for b in _section("Kentucky web design", "The path, step by step").blocks if b.kind == "ladder")
    steps = [r.title for r in rungs if r.number]
    assert steps[: len(short.items)] == [item.text[0].text for item in short.items]


@pytest.mark.parametrize("name", _CASES)
def test_no_line_of_the_first_page_names_more_than_a_few_options(name: str) -> None:
    titles = {clean(o.title) for o in advice_of(name).options.values()}
    for block in _section(name, "In short").blocks:
        for item in block.items if isinstance(block, Bullets) else ():
            said = "".join(p.text for p in item.text)
            assert sum(f"{title};" in said for title in titles) <= 5, said


def test_a_reason_is_told_once_on_a_card() -> None:
    for section in document(advice_of("Kentucky web design")).sections:
        for card in section.blocks:
            if isinstance(card, Card):
                said = ["".join(p.text for p in i.text) for b in card.blocks if isinstance(b, Bullets) for i in b.items]
                told = [s.split(". First:")[0] for s in said]
                assert len(told) == len(set(told)), card.title


def test_an_advice_given_for_a_case_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "advice.json"
    file.write_text(advice_of("Kentucky web design").to_json(), "utf-8")
    assert main(["advise", str(file)]) == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert "an advice" in told[0]


# -- a PDF that can be read aloud


def _read_aloud(made: bytes) -> list[tuple[str, int]]:
    """Every element of a tagged PDF in its order, with the number of its content; what a page draws must be one of them or none."""
    reader = PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    elements = [e.get_object() for e in root["/StructTreeRoot"]["/K"][0].get_object()["/K"]]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    of_page = {int(numbers[i]): [e.get_object() for e in numbers[i + 1]] for i in range(0, len(numbers), 2)}
    for page in reader.pages:
        content = page.get_contents().get_data().decode("latin-1")
        shown = [int(n) for n in re.findall(r"/MCID (\d+)", content)]
        assert shown == list(range(len(shown)))
        assert content.count(" BDC") + content.count(" BMC") == content.count("EMC")
        there = of_page[page["/StructParents"]]
        assert [[n] for n in shown] == [list(e["/K"]) for e in there]
        # No text outside of an element or of what adorns the page.
        outside = re.sub(r"(BDC|BMC).*?EMC", "", content, flags=re.DOTALL)
        assert "Tj" not in outside
    return [(e["/S"], e["/K"][0]) for e in elements]


def test_a_pdf_is_tagged_named_and_has_bookmarks() -> None:
    advice = advice_of("Kentucky web design")
    made = pdf(document(advice), advice.as_of)
    kinds = [kind for kind, _ in _read_aloud(made)]
    assert kinds[0] == "/H1"
    assert {"/H1", "/H2", "/H3", "/H4", "/P"} <= set(kinds)
    reader = PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert "Your options for an unpaid invoice" in str(reader.metadata.title)
    assert [o["/Title"] for o in reader.outline if isinstance(o, dict)][:2] == ["1. In short", "2. The path, step by step"]


def test_a_paper_is_tagged_too() -> None:
    made = papers.write(paper_of(KENTUCKY, "demand_letter", AS_OF), "pdf")
    assert isinstance(made, bytes)
    assert {"/H1", "/H2", "/P"} <= {kind for kind, _ in _read_aloud(made)}
