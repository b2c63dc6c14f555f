"""The stories under `examples/` show what the program makes today."""

from __future__ import annotations

import pytest

from stories import ROOT, STORIES, Story, files_of


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.name)
def test_the_papers_of_a_story_are_current(story: Story) -> None:
    """If this fails because the program or its law has changed: `python tests/stories.py`, and read what changed."""
    folder = ROOT / "examples" / story.name
    made = files_of(story)
    there = {f.name: f.read_bytes() for f in folder.iterdir() if f.name in made}
    assert sorted(made) == sorted(there)
    for name, content in made.items():
        assert content == there[name], f"{story.name}/{name} is not current: python tests/stories.py"
