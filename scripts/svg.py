"""SVG: a terminal, a table of fields, layers. Each is a card with colours for light and for dark pages."""

import re
from html import escape

COLUMNS = 100
WIDTH, HEIGHT = 7.8, 18  # of a character of 13 pixels, and of a line
MONOSPACE = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
SANS = "system-ui,-apple-system,'Segoe UI','DejaVu Sans','Liberation Sans',sans-serif"
FONTS = f"text{{font-family:{MONOSPACE}}}.s{{font-family:{SANS}}}.b{{font-weight:700}}"
CARD = """.card{fill:#fbfbfc;stroke:#d0d7de}.text{fill:#1f2328}.faint{fill:#636c76}.head{fill:#0550ae}
.box{fill:#ddf4ff;stroke:#54aeff}.part{fill:#fff8c5;stroke:#d4a72c}.row{fill:#eef1f4}.line{stroke:#8c959f}
@media(prefers-color-scheme:dark){.card{fill:#161b22;stroke:#30363d}.text{fill:#e6edf3}.faint{fill:#9198a1}.head{fill:#79c0ff}
.box{fill:#0c2d4d;stroke:#388bfd}.part{fill:#3b2e0a;stroke:#bb8009}.row{fill:#1f2630}.line{stroke:#6e7681}}
"""


def document(width, height, title, style, parts):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>text{{font-size:13px;white-space:pre}}{style}</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def card(width, height):
    return f'<rect class="card" x=".5" y=".5" width="{width - 1:g}" height="{height - 1:g}" rx="8"/>'


def text(x, y, content, cls):
    """Text in a monospaced font has the same width in all of them; that of class s has its own."""
    length = "" if "s" in cls.split() else f' textLength="{len(content) * WIDTH:g}" lengthAdjust="spacingAndGlyphs"'
    return f'<text xml:space="preserve" x="{x:g}" y="{y:g}"{length} class="{cls}">{escape(content)}</text>'


def terminal(output):
    """What was printed, line by line, broken at the width of the terminal."""
    style = FONTS + (
        ".window{fill:#161b22;stroke:#30363d}.n{fill:#e6edf3}.c31{fill:#ff7b72}.c32{fill:#56d364}.c33{fill:#e3b341}"
        ".c34{fill:#79c0ff}.c35{fill:#d2a8ff}.c36{fill:#76e3ea}.d{fill:#8b949e}"
    )
    parts, y, codes = [], 46, set()
    for line in output.rstrip("\n").split("\n"):
        column = 0
        for run in re.split(r"(\x1b\[[0-9;]*m)", line):
            if run.startswith("\x1b"):
                for code in run[2:-1].split(";"):
                    codes = set() if code in ("", "0") else codes | {int(code)}
                continue
            while run:
                if column == COLUMNS:
                    column, y = 0, y + HEIGHT
                piece, run = run[: COLUMNS - column], run[COLUMNS - column :]
                colour = next((f"c{30 + code % 10}" for code in sorted(codes) if 31 <= code <= 36 or 91 <= code <= 96), "n")
                cls = "d" if 2 in codes else colour + (" b" if 1 in codes else "")
                if piece.strip():
                    parts.append(text(16 + column * WIDTH, y, piece, cls))
                column += len(piece)
        y += HEIGHT
    width, height = 32 + COLUMNS * WIDTH, y
    window = f'<rect class="window" x=".5" y=".5" width="{width - 1:g}" height="{height - 1:g}" rx="8"/>'
    dots = [f'<circle cx="{20 + 18 * n}" cy="18" r="5.5" fill="{colour}"/>' for n, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))]
    return document(width, height, "A terminal: csr new, csr lint and csr inspect", style, [window, *dots, *parts])


def fields(rows):
    """Offset, bytes, field and source of a request."""
    shown = 16
    columns = 16, 72, 72 + (3 * shown + 3) * WIDTH, 840
    width, y = 970, 30
    parts = [text(x, y, label, "head s b") for x, label in zip(columns, ("offset", "bytes", "field", "source"))]
    for number, (at, depth, encoded, name, value, source) in enumerate(rows):
        y += HEIGHT + 2
        if number % 2 == 0:
            parts.append(f'<rect class="row" x="8" y="{y - 14}" width="{width - 16}" height="{HEIGHT + 2}" rx="3"/>')
        more = " …" if len(encoded) > shown else ""
        parts.append(text(columns[0], y, f"{at:4}", "faint"))
        parts.append(text(columns[1], y, encoded[:shown].hex(" ") + more, "text"))
        label = name + (f": {value}" if value else "")
        parts.append(text(columns[2] + 12 * depth, y, label, "text s" if value else "head s"))
        parts.append(text(columns[3], y, source, "faint s"))
    style = FONTS + CARD
    title = "The DER of a certification request: bytes, field and source"
    return document(width, y + 20, title, style, [card(width, y + 20), *parts])


def architecture(layers):
    """The layers from top to bottom, a box for each module."""
    width, pitch = 490, 34
    height = 64 + pitch * len(layers)
    parts = [
        card(width, height),
        text(56, 28, "Layers of the library: imports run downward only", "text s b"),
        f'<path class="line" d="M30 50V{height - 22}m-5 -9l5 9l5 -9" fill="none" stroke-width="1.5"/>',
    ]
    for number, modules in enumerate(layers):
        x, y = 56, 46 + pitch * number
        for module in modules:
            box = len(module) * WIDTH + 20
            cls = "part" if "::" in module else "box"
            parts.append(f'<rect class="{cls}" x="{x:g}" y="{y}" width="{box:g}" height="24" rx="5"/>')
            parts.append(text(x + 10, y + 16.5, module, "text"))
            x += box + 10
    style = FONTS + CARD
    return document(width, height, "The modules of the library in layers", style, parts)
