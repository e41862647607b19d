"""Tests of scripts/house with small source trees; run by `scripts/house --self-test`."""

import tempfile
import unittest
from pathlib import Path

check = None


def run(check_function):
    """Runs the tests; the exit code."""
    global check
    check = check_function
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(House)
    return 0 if unittest.TextTestRunner().run(suite).wasSuccessful() else 1


class House(unittest.TestCase):
    def check(self, files, **options):
        with tempfile.TemporaryDirectory() as directory:
            for name, content in files.items():
                path = Path(directory, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")
            findings, remarks, table = check(Path(directory).resolve(), **options)
        self.remarks, self.figures = remarks, {row[0]: row[1:] for row in table}
        return findings

    def cycle_of(self, files):
        return [finding.split(":")[0] for finding in self.check(files) if "in a cycle" in finding]

    def test_two_files_that_import_each_other(self):
        found = self.check({
            "src/lib.rs": "mod a;\nmod b;\n",
            "src/a.rs": "use crate::b::{self, B as Other};\npub struct A;\n",
            "src/b.rs": "pub struct B;\nfn f() -> super::a::A { super::a::A }\n",
        })
        self.assertEqual(found, [
            "src/a.rs:1: in a cycle of 2 files, imports crate::b::B from src/b.rs",
            "src/b.rs:2: in a cycle of 2 files, imports crate::a::A from src/a.rs",
        ])
        self.assertEqual(self.figures["cycles of imports"], ["1", "0", "1"])

    def test_cycles_that_are_allowed(self):
        files = {"src/lib.rs": "mod a; mod b;", "src/a.rs": "use crate::b::*; pub struct A;", "src/b.rs": "use crate::a::A; pub struct B;"}
        self.assertEqual(self.check(files, allow_cycles=1), [])
        self.assertEqual(len(self.remarks), 3)

    def test_re_export_of_a_child_is_followed_and_not_an_import(self):
        self.assertEqual(self.cycle_of({
            "src/lib.rs": "mod a; mod c;",
            "src/a.rs": "mod b; mod d; pub use b::B; pub use self::d::D; struct A;",
            "src/a/b.rs": "use super::{A, D}; pub struct B;",
            "src/a/d.rs": "pub struct D;",
            "src/c.rs": "use crate::a::B; fn f(b: B) {}",
        }), [])

    def test_parent_that_uses_its_child(self):
        for use in ("fn f() { b::g() }", "use b::g;", "use self::b::g;", "fn f() { if true { self::b::g() } }"):
            files = {"src/lib.rs": "mod a;", "src/a.rs": "mod b; struct A;\n" + use, "src/a/b.rs": "use super::A; pub fn g() {}"}
            self.assertEqual(sorted(self.cycle_of(files)), ["src/a.rs", "src/a/b.rs"], use)

    def test_comments_literals_and_tests_do_not_count(self):
        self.assertEqual(self.cycle_of({
            "src/lib.rs": "mod a; mod b;",
            "src/a.rs": "use crate::b::B; pub struct A<'a>(&'a u8);",
            "src/b.rs": """pub struct B; /// use crate::a::A;
                // use crate::a::A; /* nested */
                /* use crate::a::A; /* crate::a::A */ use crate::a::A; */
                const C: &str = "use crate::a::A; \\" use crate::a::A;";
                const R: &str = r#"" use crate::a::A;"#;
                const Q: char = '"'; const E: char = '\\''; fn f<'a>(x: &'a u8) {}
                #[cfg(test)] use crate::a::A;
                #[cfg(all(test, feature = "x"))] mod tests { use crate::a::A; }
                #[cfg(test)] mod cases;
                fn g() { #[cfg(test)] let x = crate::a::A; }""",
            "src/b/cases.rs": "use crate::a::A;",
        }), [])
        self.assertEqual(self.figures["lines of code (no tests, docs, comments, blanks)"][0], "6")

    def test_path_attribute_variants_and_inline_modules(self):
        self.assertEqual(self.cycle_of({
            "src/lib.rs": "mod a; mod c;",
            "src/a.rs": '#[cfg(x)] mod b; #[cfg(not(x))] #[path = "a/absent.rs"] mod b; pub use b::f; mod inner { pub struct I; pub mod deep; } pub use inner::deep::D;',
            "src/a/b.rs": "pub fn f() {}",
            "src/a/absent.rs": "use crate::c::C; pub fn f() {}",
            "src/a/inner/deep.rs": "pub struct D;",
            "src/c.rs": "use crate::a::{f, inner::{I}}; pub struct C;",
        }), ["src/a/absent.rs", "src/c.rs"])

    def test_layers(self):
        files = {
            "ARCHITECTURE.md": "# A\n\n## Layers\n\nText.\n\n```layers\nlib\ntop\nmiddle other\nlow gone\n```\n",
            "src/lib.rs": "mod top; mod middle; mod other; mod low; mod forgotten; pub use top::T;",
            "src/top.rs": "use crate::low::L; pub struct T;",
            "src/middle.rs": "mod part; use crate::other::O; pub use part::P; pub struct M;",
            "src/middle/part.rs": "use super::M; pub struct P;",
            "src/other.rs": "pub struct O;",
            "src/low.rs": "pub struct L;\nfn f(t: crate::top::T) {}",
            "src/forgotten.rs": "",
        }
        found = [finding for finding in self.check(files) if "cycle" not in finding]
        self.assertEqual(found, [
            "ARCHITECTURE.md:11: the layers list gone, which is not a module",
            "src/forgotten.rs:1: module forgotten is not in any layer of ARCHITECTURE.md",
            "src/low.rs:2: imports crate::top::T from a higher layer",
            "src/middle.rs:1: imports crate::other::O from the same layer",
        ])

    def test_long_files(self):
        long = "\n" * 401
        found = self.check({"src/lib.rs": "\n" * 400, "tests/t.rs": long, "scripts/s": "#!/bin/sh" + long, "cli/src/main.rs": long, "tests/data/x.rs": long})
        self.assertEqual([finding.split(":")[0] for finding in found], ["tests/t.rs", "scripts/s", "cli/src/main.rs"])
        self.assertEqual(self.figures["lines of the longest file"], ["401", "401", "401"])

    def test_dead_links(self):
        found = self.check({
            "README.md": "[a](docs/a.md#part) [b](docs/b.md)\n`[c](c.md)` [d](https://example.com/d) [e](#e)\n```\n[f](f.md)\n```\n[g]: g.md\n",
            "docs/a.md": '[up](../README.md) [![alt](h.svg)](a.md) <img src="i.svg">\n',
            "target/t.md": "[j](j.md)",
        })
        self.assertEqual(found, [
            "README.md:1: the link to docs/b.md is dead",
            "README.md:6: the link to g.md is dead",
            "docs/a.md:1: the link to h.svg is dead",
            "docs/a.md:1: the link to i.svg is dead",
        ])

    def test_the_public_face(self):
        self.check({
            "Cargo.toml": "[package]\nname = 'x'\n",
            "src/lib.rs": "mod a; pub mod b; pub use a::{A, f, AError, Wrong}; pub use b::B; pub use other::Name;",
            "src/a.rs": "mod c; pub struct A; pub(crate) struct Hidden; pub fn f() {} pub use c::*; pub struct Wrong; impl core::error::Error for Wrong {}",
            "src/a/c.rs": "macro_rules! m { () => { pub enum AError {} } } pub struct Unreached;",
            "src/b.rs": "pub struct B; pub trait T {} pub(crate) type U = u8; struct V;",
            "tests/one.rs": "", "tests/two/main.rs": "", "tests/two/part.rs": "", "cli/tests/three.rs": "",
            "cli/Cargo.toml": "[package]\nname = 'y'\nautotests = false\n[[test]]\nname = 'four'\npath = 'tests/three.rs'\n",
        })
        self.assertEqual(self.figures["public types"][0], "5")  # A, AError, Wrong, B, T
        self.assertEqual(self.figures["public error types"][0], "2")
        self.assertEqual(self.figures["names at the root"][0], "7")
        self.assertEqual(self.figures["test programs"], ["2", "1", "3"])
