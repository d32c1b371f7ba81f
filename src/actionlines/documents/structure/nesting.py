"""Sub-items: at which depth an item in brackets stands, from what stood before and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field

from actionlines.documents.structure.labels import ItemLabel, Style, readings


@dataclass(slots=True)
class NestLevel:
    """One open level of sub-items below a paragraph."""

    style: Style
    place: int
    text: str


@dataclass(slots=True)
class Nest:
    """The open levels below the present paragraph."""

    levels: list[NestLevel] = field(default_factory=list)

    def clear(self) -> None:
        """Forget all open levels: a new paragraph begins."""
        self.levels.clear()

    def place(self, label: ItemLabel, ahead: ItemLabel | None) -> list[str]:
        """Put an item at its depth; returns the labels from the outermost level to its own.

        `ahead` is the next item in brackets, if it belongs to the same paragraph.
        """
        if not readings(label.mark)[0][1]:
            return self._bullet(label)
        following = _readings(ahead) if ahead and ahead.text != "-" else []
        options = _readings(label)
        if len(options) > 1:
            # "(i)" is the ninth letter or the first roman number: what comes next may tell.
            options.sort(key=lambda option: (option[0], option[1] + 1) not in following)
        for style, place in options:
            for depth in range(len(self.levels) - 1, -1, -1):
                level = self.levels[depth]
                if level.style == style and level.place + 1 == place:
                    return self._at(depth, NestLevel(style, place, label.text))
            if place == 1:
                return self._at(self._open(style), NestLevel(style, place, label.text))
        style, place = options[0]
        for depth in range(len(self.levels) - 1, -1, -1):
            if self.levels[depth].style == style:
                return self._at(depth, NestLevel(style, place, label.text))
        return self._at(len(self.levels), NestLevel(style, place, label.text))

    def expects(self, label: ItemLabel) -> bool:
        """Return whether the item begins a level below an open one, or goes on with one that is open."""
        for style, place in _readings(label):
            if any(level.style == style and level.place + 1 == place for level in self.levels):
                return True
            if place == 1 and self.levels and self.levels[-1].style != style:
                return True
        return False

    def _open(self, style: Style) -> int:
        """Depth for the first item of a style: a level that is open already begins again."""
        for depth, level in enumerate(self.levels):
            if level.style == style:
                return depth
        return len(self.levels)

    def _at(self, depth: int, level: NestLevel) -> list[str]:
        del self.levels[depth:]
        self.levels.append(level)
        return [level.text for level in self.levels]

    def _bullet(self, label: ItemLabel) -> list[str]:
        depth = next((n for n, level in enumerate(self.levels) if level.style == "-"), len(self.levels))
        place = self.levels[depth].place + 1 if depth < len(self.levels) else 1
        return self._at(depth, NestLevel("-", place, f"-{place}"))


def _readings(label: ItemLabel) -> list[tuple[Style, int]]:
    """Return the ways to read a label; "b." follows "a." and not "(a)"."""
    return [(f"{style}." if label.dotted else style, place) for style, place in readings(label.mark)]
