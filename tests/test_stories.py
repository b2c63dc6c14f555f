"""The stories under `examples/` show what the program makes today."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from nonpay_advisor import advise
from nonpay_advisor.casefile import read_case
from nonpay_advisor.report.content import document
from nonpay_advisor.report.pdf import pdf
from stories import AS_OF, ROOT, STORIES, Story, files_of


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.name)
def test_the_papers_of_a_story_are_current(story: Story) -> None:
    """If this fails because the program or its law has changed: `python tests/stories.py`, and read what changed."""
    folder = ROOT / "examples" / story.name
    made = files_of(story)
    there = {f.name: f.read_bytes() for f in folder.iterdir() if f.name in made}
    assert sorted(made) == sorted(there)
    for name, content in made.items():
        assert content == there[name], f"{story.name}/{name} is not current: python tests/stories.py"


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.name)
def test_what_matters_stands_on_the_first_page(story: Story) -> None:
    advice = advise(read_case(str(ROOT / "examples" / story.case)), AS_OF)
    pages = PdfReader(io.BytesIO(pdf(document(advice), AS_OF))).pages
    assert "When to see" in pages[0].extract_text()
    assert pages[1].extract_text().lstrip().startswith("2. The path")
