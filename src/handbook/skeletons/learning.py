"""The parts of one site's pages: known from before, or compiled now, in fragments where that spares work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handbook.skeletons.joining import put_together
from handbook.skeletons.joints import Ends, Form, Fragment, taken_apart
from handbook.skeletons.parts import is_free, parts
from handbook.skeletons.pieces import localised
from handbook.slots import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from handbook.render import RenderedPage
    from handbook.skeletons.compiled import CompiledPart
    from handbook.skeletons.compiling import Bench
    from handbook.skeletons.memory import Memory
    from handbook.skeletons.pieces import Numbers

    Texts: TypeAlias = dict[str, RenderedPage]


class Learned:
    """What becomes of the parts of a site's pages; `bench` compiles what no site has had before."""

    def __init__(self, pages: Sequence[RenderedPage], memory: Memory, bench: Callable[[], Bench]) -> None:
        self._memory, self._bench = memory, bench
        self._parts = {page.path: parts(page.markdown) for page in pages}
        self._known: dict[tuple[str, ...], CompiledPart] = {}
        # The links of a part depend on the folder that its page stands in, and on nothing else of the page:
        # the pages of a folder are compiled at once.
        missing: dict[str, Texts] = {}
        for page in pages:
            for part in self._parts[page.path]:
                if not self._find(_key(page, Fragment(part.markdown))):
                    missing.setdefault(_folder(page), {}).setdefault(part.markdown, page)
        for texts in missing.values():
            self._learn(texts)

    def of(self, page: RenderedPage) -> tuple[tuple[CompiledPart, Numbers], ...]:
        """Return a page's parts in order, each with the numbers that its slots have in the page."""
        return tuple(
            (self._known[_key(page, Fragment(part.markdown))], part.numbers)
            for part in self._parts[page.path]
        )

    def _find(self, key: tuple[str, ...]) -> CompiledPart | None:
        if key not in self._known and (found := self._memory.part(key)):
            self._known[key] = found
        return self._known.get(key)

    def _learn(self, texts: Texts) -> None:
        """Get to know parts of the pages of a folder, each given with a page that has it."""
        own: dict[str, tuple[RenderedPage, list[Fragment]]] = {}
        free = {text: page for text, page in texts.items() if is_free(text)}
        for text, page in texts.items():
            if text not in free:
                own.setdefault(page.path, (page, []))[1].append(Fragment(text))
        for page, fragments in own.values():
            self._compile(page, fragments)
        if not free:
            return
        page = next(iter(free.values()))
        plans = {text: tuple(map(_placed, taken_apart(text))) for text in free}
        wanted = [one[0] for plan in plans.values() for one in plan if not isinstance(one, Ends)]
        self._compile(page, (*(Fragment(text) for text, plan in plans.items() if not plan), *wanted))
        whole = [
            Fragment(text)
            for text, plan in plans.items()
            if plan and not self._put_together(page, text, plan)
        ]
        self._compile(page, whole)

    def _put_together(
        self, page: RenderedPage, text: str, plan: Sequence[Ends | tuple[Fragment, Numbers]]
    ) -> bool:
        """Return whether a part could be made of its fragments; then it is known."""
        laid: list[Ends | tuple[CompiledPart, Numbers]] = []
        for piece in plan:
            if isinstance(piece, Ends):
                laid.append(piece)
            elif found := self._find(_key(page, piece[0])):
                laid.append((found, piece[1]))
            else:
                return False
        key = _key(page, Fragment(text))
        self._known[key] = self._memory.keep_part(key, put_together(laid))
        return True

    def _compile(self, page: RenderedPage, fragments: Iterable[Fragment]) -> None:
        """Compile the fragments that are not known; one that does not come back in its form stays so."""
        new = [one for one in dict.fromkeys(fragments) if not self._find(_key(page, one))]
        if not new:
            return
        for fragment, made in zip(new, self._bench().compile(page, new), strict=True):
            if made:
                key = _key(page, fragment)
                self._known[key] = self._memory.keep_part(key, made)


def _placed(piece: Fragment | Ends) -> Ends | tuple[Fragment, Numbers]:
    """Return a fragment with slot numbers of its own, and which of those of its part they are."""
    if isinstance(piece, Ends):
        return piece
    markdown, numbers = localised(piece.markdown, *Scope)
    return Fragment(markdown, piece.form), numbers


def _folder(page: RenderedPage) -> str:
    return page.path.rpartition("/")[0]


def _key(page: RenderedPage, fragment: Fragment) -> tuple[str, ...]:
    """Return what a fragment depends on."""
    form = () if fragment.form is Form.WHOLE else (fragment.form.value,)
    return (_folder(page), fragment.markdown, *form)
