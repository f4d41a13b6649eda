"""A page's source and a view to Markdown with slots.

To try pages while writing them: `python -m handbook.render` renders the pages of the examples, tells every
problem with its place, and with `--show people/decisions` prints one page with the values in brackets.

What templates may use, beside the fields of the engagement file and the facts: `edition`, `as_of`, `draft`;
`data` (the files of `docs/_data/` by their names, hyphens as underscores; `data.sources["scrum-guide"]` finds
a row by its id; texts there may hold template code); `words` (the glossary's rows with the client's `word`);
`source_list`; `this` (the page's own front matter: title, for_you, next, objectives, lessons, sources);
`link("people/decisions", "words")`, `see("people/decisions")`, `names(people)`, `names(people, "known_as")`.
A line that holds nothing but tags without a dash leaves no line behind, so that `{% for %}` can stand between
the rows of a table. A variable must have a value in every case before it is used.
"""

from handbook.render.site import NavSection, RenderedPage, RenderedSite, Templates, faults, render

__all__ = ("NavSection", "RenderedPage", "RenderedSite", "Templates", "faults", "render")
