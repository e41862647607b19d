"""Reads the Rust files of a crate: its modules, what each defines, imports and exports.

A reader of tokens, not a compiler: macros are not expanded (a `pub enum Name` written inside a
macro counts as defined there), and names that come by method calls are not seen. What stands
under `#[cfg(test)]` is left out of everything but `test_lines`.
"""

import bisect
import re
from pathlib import Path

LITERAL = re.compile(
    r"""(?P<line>//[^\n]*)|(?P<block>/\*)|(?P<raw>\b[bc]?r(?P<hashes>\#*)".*?"(?P=hashes))
    |(?P<string>(?:\b[bc])?"(?:\\.|[^"\\])*")
    |(?P<char>(?:\bb)?'(?:\\(?:x[0-9a-fA-F]{2}|u\{[^}]*\}|.)|[^\\'\n])')""",
    re.X | re.S,
)
BLOCK = re.compile(r"/\*|\*/")
TOKEN = re.compile(r"(?:r\#)?[^\W\d]\w*|\d\w*|::|->|=>|[^\s\w]")
CLOSING = {"(": ")", "[": "]", "{": "}"}
TYPES = {"struct", "enum", "trait", "union", "type"}
ENDED_BY_SEMICOLON = {"use", "const", "static", "type", "let"}
NAME = re.compile(r"[^\W\d]\w*\Z")


def blank(text):
    """Spaces in place of everything but newlines."""
    return re.sub(r"[^\n]", " ", text)


def without_comments(source):
    """The source without comments, and the same without literals; both of the same length."""
    code, bare, at = [], [], 0
    while match := LITERAL.search(source, at):
        start, end = match.span()
        code.append(source[at:start])
        bare.append(source[at:start])
        if match.lastgroup == "block" or match["block"]:
            depth = 1
            while depth and (mark := BLOCK.search(source, end)):
                depth += 1 if mark[0] == "/*" else -1
                end = mark.end()
        gone = blank(source[start:end])
        bare.append(gone)
        code.append(gone if match["line"] or match["block"] else source[start:end])
        at = end
    code.append(source[at:])
    bare.append(source[at:])
    return "".join(code), "".join(bare)


class Use:
    """One leaf of a `use`: its path, the name that it gives, whether it is public."""

    def __init__(self, segments, name, line, public, is_glob):
        self.segments, self.name, self.line = segments, name, line
        self.public, self.is_glob = public, is_glob


class Module:
    """A module of a crate; an inline module shares the file of the one it stands in."""

    def __init__(self, name, file, parent, public, is_test):
        self.name, self.file, self.parent = name, file, parent
        self.public, self.is_test = public, is_test
        self.children = {}  # name -> modules, several where cfg chooses one
        self.items = {}  # name -> (kind, public, line)
        self.uses = []
        self.paths = []  # (segments, line): inline paths
        self.errors = set()  # names of types that implement Error
        self.known = {}  # answers of imports.found_in

    @property
    def path(self):
        """The names of the modules from the root of the crate to this one."""
        return [] if self.parent is None else [*self.parent.path, self.name]

    def walk(self):
        """This module and all below it."""
        yield self
        for variants in self.children.values():
            for child in variants:
                yield from child.walk()


class File:
    """A file and its tokens."""

    def __init__(self, path):
        self.path = Path(path)
        source = self.path.read_text(encoding="utf-8")
        self.code, bare = without_comments(source)
        self.tokens = [(match[0], match.start()) for match in TOKEN.finditer(bare)]
        self.newlines = [match.start() for match in re.finditer("\n", source)]
        self.test_lines = set()
        self.pairs = self._pairs()

    def _pairs(self):
        pairs, stack = {}, []
        for index, (text, _) in enumerate(self.tokens):
            if text in "([{":
                stack.append(index)
            elif text in ")]}" and stack:
                pairs[stack.pop()] = index
        return pairs

    def text(self, index):
        return self.tokens[index][0] if 0 <= index < len(self.tokens) else ""

    def line(self, index):
        return bisect.bisect_left(self.newlines, self.tokens[index][1]) + 1

    def after(self, index):
        """Behind the token, or behind the group that it opens."""
        return self.pairs.get(index, index) + 1

    def code_lines(self):
        """Numbers of the lines that hold code, outside of tests."""
        lines = enumerate(self.code.split("\n"), 1)
        return {number for number, line in lines if line.strip()} - self.test_lines


class Crate:
    """The modules of a crate, read from its root file."""

    def __init__(self, root_file):
        self.files = {}  # path -> File
        self.root = self._file_module("crate", Path(root_file), None, True, False)

    def modules(self):
        return self.root.walk()

    def _file_module(self, name, path, parent, public, is_test):
        module = Module(name, path, parent, public, is_test)
        file = self.files.setdefault(path, File(path))
        if is_test:
            file.test_lines.update(range(1, len(file.newlines) + 2))
        is_owner = parent is None or path.name == "mod.rs"
        directory = path.parent if is_owner else path.parent / path.stem
        self._items(file, 0, len(file.tokens), module, directory, path.parent)
        return module

    def _items(self, file, at, end, module, directory, path_base):
        """Reads items up to `end`; `directory` is where `mod name;` looks, `path_base` `#[path]`."""
        while at < end:
            start, at, attributes = at, *self._attributes(file, at)
            public = None
            if file.text(at) == "pub":
                public, at = "pub", at + 1
                if file.text(at) == "(":
                    public, at = "restricted", file.after(at)
            keyword_at = at
            while file.text(at) in {"unsafe", "async", "extern", "default", "auto"} or (
                file.text(at) == "const" and file.text(at + 1) in {"fn", "unsafe", "async", "extern"}
            ):
                at += 1
            keyword, name = file.text(at), file.text(at + 1)
            item_end = self._item_end(file, keyword_at, end)
            if any(is_cfg_test(attribute) for attribute in attributes):
                if keyword == "mod" and file.text(at + 2) == ";":
                    self._child(file, at, module, directory, path_base, attributes, public, True)
                self._mark_test(file, start, item_end)
            elif keyword == "mod":
                self._child(file, at, module, directory, path_base, attributes, public, module.is_test)
            elif keyword == "use":
                module.uses += use_tree(file, at + 1, public)
            else:
                if keyword in TYPES | {"fn", "const", "static"} and NAME.match(name):
                    module.items[name] = (keyword, public, file.line(at + 1))
                if keyword == "macro_rules":
                    module.items[file.text(at + 2)] = ("macro", public, file.line(at + 2))
                if keyword == "macro_rules" or name == "!":
                    self._inside_macro(file, at, item_end, module)
                if keyword == "impl":
                    self._implemented(file, at, item_end, module)
                self._body(file, at, item_end, module)
            at = max(item_end, at + 1)

    def _attributes(self, file, at):
        found = []
        while file.text(at) == "#":
            opening = at + 2 if file.text(at + 1) == "!" else at + 1
            end = file.after(opening)
            if file.text(at + 1) == "[":
                found.append((file, opening + 1, end - 1))
            at = end
        return at, found

    def _item_end(self, file, at, end):
        needs_semicolon = file.text(at) in ENDED_BY_SEMICOLON and file.text(at + 1) != "fn"
        while at < end:
            text = file.text(at)
            if text in {";", ","} or (text in "([{" and file.after(at) > end):
                return at + 1
            if text == "{" and not needs_semicolon:
                return file.after(at)
            at = file.after(at)
        return end

    def _mark_test(self, file, start, end):
        if start < end:
            file.test_lines.update(range(file.line(start), file.line(end - 1) + 1))

    def _child(self, file, at, module, directory, path_base, attributes, public, is_test):
        name = file.text(at + 1).removeprefix("r#")
        if file.text(at + 2) == "{":
            child = Module(name, module.file, module, public == "pub", is_test)
            below = directory / name
            self._items(file, at + 3, file.after(at + 2) - 1, child, below, below)
        else:
            given = [path for path in map(path_attribute, attributes) if path]
            choices = [path_base / path for path in given] or [
                directory / f"{name}.rs",
                directory / name / "mod.rs",
            ]
            path = next((path for path in choices if path.is_file()), None)
            if path is None:
                return
            child = self._file_module(name, path, module, public == "pub", is_test)
        module.children.setdefault(name, []).append(child)

    def _inside_macro(self, file, at, end, module):
        """Types that a macro writes by name."""
        for index in range(at, end - 1):
            if file.text(index) in TYPES and file.text(index - 1) in {"pub", ")"}:
                name = file.text(index + 1)
                if NAME.match(name):
                    public = "pub" if file.text(index - 1) == "pub" else "restricted"
                    module.items.setdefault(name, (file.text(index), public, file.line(index)))

    def _implemented(self, file, at, end, module):
        """The type of an `impl … Error for Type`."""
        while at < end and file.text(at) != "{":
            if file.text(at) == "for" and file.text(at - 1) == "Error":
                module.errors.add(file.text(at + 1))
            at += 1

    def _body(self, file, at, end, module):
        """Uses and paths inside an item."""
        while at < end:
            text, before = file.text(at), file.text(at - 1)
            if text == "#" and file.text(at + 1) == "[":
                behind, attributes = self._attributes(file, at)
                if any(is_cfg_test(attribute) for attribute in attributes):
                    item = behind + 1 if file.text(behind) == "pub" else behind
                    item_end = self._item_end(file, item, end)
                    self._mark_test(file, at, item_end)
                    behind = item_end
                at = max(behind, at + 1)
            elif text == "use" and file.text(at + 1) != "<":
                module.uses += use_tree(file, at + 1, None)
                at = self._item_end(file, at, end)
            elif NAME.match(text) and file.text(at + 1) == "::" and before not in {"::", "."}:
                segments, line = [text], file.line(at)
                while file.text(at + 1) == "::" and NAME.match(file.text(at + 2)):
                    at += 2
                    segments.append(file.text(at))
                if len(segments) > 1:
                    module.paths.append((segments, line))
                at += 1
            else:
                at += 1


def is_cfg_test(attribute):
    """Whether it is `cfg(test)`, or `cfg(all(…, test, …))`."""
    file, at, end = attribute
    words = [file.text(index) for index in range(at, end)]
    if words[:2] != ["cfg", "("]:
        return False
    return words[2:] == ["test", ")"] or (words[2:4] == ["all", "("] and "test" in top_level(words[4:-2]))


def top_level(words):
    depth = 0
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth == 0:
            yield word


def path_attribute(attribute):
    """The path of `path = "…"`, which is a literal and so not among the tokens."""
    file, at, end = attribute
    if file.text(at) == "path" and file.text(at + 1) == "=":
        match = re.compile(r'\s*"([^"]*)"').match(file.code, file.tokens[at + 1][1] + 1)
        return match and match[1]
    return None


def use_tree(file, at, public):
    """The leaves of the `use` whose tree begins at the token."""
    leaves = []

    def leaf(segments, name, index, is_glob=False):
        leaves.append(Use(segments, name, file.line(index), public, is_glob))

    def tree(at, prefix):
        segments = list(prefix)
        if file.text(at) == "::":  # an external crate
            segments, at = ["::"], at + 1
        while True:
            text = file.text(at)
            if text == "{":
                end = file.after(at) - 1
                at += 1
                while at < end:
                    at = tree(at, segments)
                    at += file.text(at) == ","
                return end + 1
            if text == "*":
                leaf(segments, None, at, True)
                return at + 1
            if not NAME.match(text) and not text.startswith("r#"):
                return at + 1
            if not (text == "self" and segments):
                segments = [*segments, text]
            if file.text(at + 1) == "::":
                at += 2
                continue
            name, index = segments[-1], at
            if file.text(at + 1) == "as":
                at += 2
                name = file.text(at)
            leaf(segments, name, index)
            return at + 1

    tree(at, [])
    return leaves
