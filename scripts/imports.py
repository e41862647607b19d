"""Resolves the names of a crate: which file defines what another one imports, and what is public."""

from rust_source import TYPES


def starts(module, segments):
    """The modules that a path begins at, and the segments that follow; nothing if it is not `crate`, `self`, `super`."""
    if segments[0] == "crate":
        while module.parent:
            module = module.parent
        return [module], segments[1:]
    if segments[0] not in {"self", "super"}:
        return [], segments
    rest = segments
    while rest and rest[0] in {"self", "super"}:
        if rest[0] == "super":
            module = module.parent or module
        rest = rest[1:]
    return [module], rest


def resolve(module, segments):
    """What a path means, seen from a module: pairs of the module that defines it and its name there.

    The name is None where the path is that of a module. A path into another crate gives nothing.
    """
    if segments[0] == "::":
        return set()
    modules, rest = starts(module, segments)
    return found_in(modules[0] if modules else module, rest, bool(modules))


def found_in(module, segments, is_sure):
    """What a path means that begins in a module; `is_sure` if it cannot be a path into another crate."""
    key = (tuple(segments), is_sure)
    if key not in module.known:
        module.known[key] = set()  # the answer while it is being looked for, which ends circles
        module.known[key] = look_up(module, segments, is_sure)
    return module.known[key]


def look_up(module, segments, is_sure):
    """The work of `found_in`."""
    if not segments:
        return {(module, None)}
    first, rest = segments[0], segments[1:]
    found = set()
    for child in module.children.get(first, []):
        found |= found_in(child, rest, True)
    if first in module.items:
        found.add((module, first))
    for use in module.uses:
        if use.name != first or use.is_glob:
            continue
        path = [*use.segments, *rest]
        if use.segments[0] == first:  # `use lint::lint`: begins in the module, not in itself
            for child in module.children.get(first, []) if len(use.segments) > 1 else ():
                found |= found_in(child, path[1:], True)
        else:
            found |= resolve(module, path)
    if not found and not imported(module, first):
        for use in module.uses:
            for target, name in resolve(module, use.segments) if use.is_glob else ():
                if name is None and target is not module:
                    found |= found_in(target, segments, False)
    names = {pair for pair in found if pair[1] is not None}
    if not rest and names:
        return names  # a function or a type before the module of the same name
    if not found and is_sure and first not in module.children and not imported(module, first):
        return {(module, first)}  # written by a macro
    return found


def imported(module, name):
    return any(use.name == name for use in module.uses)


def goes_to_own_child(module, use):
    """Whether a use begins in a child of the module that it stands in."""
    modules, rest = starts(module, use.segments)
    return (not modules or modules[0] is module) and bool(rest) and rest[0] in module.children


def edges(crate):
    """Imports between files: (file, file) -> (line, what is imported), the first of each."""
    found = {}

    def add(module, segments, line):
        for target, name in resolve(module, segments):
            # A module's name is not an import of what is in it: the paths through it are.
            if name is not None and target.file != module.file and not target.is_test:
                item = "::".join(["crate", *target.path, name])
                found.setdefault((module.file, target.file), (line, item))

    for module in crate.modules():
        if module.is_test:
            continue
        exported = set()
        for use in module.uses:
            if use.public and goes_to_own_child(module, use):
                exported.add(use.name)
            elif use.is_glob:
                for target, name in resolve(module, use.segments):
                    if name is None and target.file != module.file:
                        found.setdefault((module.file, target.file), (use.line, "::".join([*use.segments, "*"])))
                    elif name is not None:
                        add(module, use.segments, use.line)
            else:
                add(module, use.segments, use.line)
        for segments, line in module.paths:
            if segments[0] not in exported:
                add(module, segments, line)
    return found


def public_types(crate):
    """Types that a user of the crate can name: pairs of the module that defines each and its name."""
    found, seen = set(), set()

    def visit(module):
        if module in seen:
            return
        seen.add(module)
        for name, (kind, public, _) in module.items.items():
            if public == "pub" and kind in TYPES:
                found.add((module, name))
        for variants in module.children.values():
            for child in variants:
                if child.public and not child.is_test:
                    visit(child)
        for use in module.uses:
            if use.public != "pub":
                continue
            for target, name in resolve(module, use.segments):
                if name is None:
                    visit(target)
                elif target.items.get(name, ("type" if name[:1].isupper() and not name.isupper() else "fn",))[0] in TYPES:
                    found.add((target, name))

    visit(crate.root)
    return found


def is_error(crate, pair):
    """Whether a type is an error: by what it implements, or by its name."""
    module, name = pair
    if name.endswith(("Error", "Fault", "Faults")):
        return True
    return any(name in other.errors for other in crate.modules() if (module, name) in resolve(other, [name]))


def root_names(crate):
    """The names at the root of a crate, as a user sees them."""
    root = crate.root
    names = {use.name or "::".join([*use.segments, "*"]) for use in root.uses if use.public == "pub"}
    names |= {name for name, (_, public, _) in root.items.items() if public == "pub"}
    return names | {name for name, variants in root.children.items() if any(child.public for child in variants)}


def cycles(graph):
    """The strongly connected components of more than one file (Tarjan); graph: file -> files."""
    index, low, stack, on_stack, found = {}, {}, [], set(), []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        on_stack.add(node)
        for other in graph.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in on_stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            component = set()
            while node not in component:
                component.add(stack.pop())
            on_stack.difference_update(component)
            if len(component) > 1:
                found.append(component)

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found
