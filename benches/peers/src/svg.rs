//! Two pictures on logarithmic scales, as SVG: bars beside each other, and lines of growth. The
//! background is none and the colours hold on white and on black.

use std::fmt::Write;

const STYLE: &str = "<style>text{font:12px sans-serif;fill:#57606a}line,polyline{stroke:#808891;\
    fill:none}.grid{stroke-opacity:.2}@media(prefers-color-scheme:dark){text{fill:#b1bac4}}</style>";
const COLOURS: [&str; 5] = ["#2f81f7", "#db6d28", "#2da44e", "#a475f9", "#bf8700"];
const LINE: f64 = 18.0;

/// A scale from one power of ten to another, on so many pixels from some pixel on.
struct Scale {
    from: f64,
    to: f64,
    start: f64,
    len: f64,
}

impl Scale {
    /// The powers around the values; without any, the first one.
    fn of(values: impl Iterator<Item = f64> + Clone, start: f64, len: f64) -> Self {
        let logarithms = values.filter(|value| *value > 0.0).map(f64::log10);
        let from = logarithms.clone().reduce(f64::min).unwrap_or(0.0).floor();
        let to = logarithms.fold(from + 1.0, f64::max).ceil();
        Self { from, to, start, len }
    }

    fn at(&self, value: f64) -> f64 {
        self.start + (value.log10().max(self.from) - self.from) / (self.to - self.from) * self.len
    }

    fn powers(&self) -> impl Iterator<Item = f64> {
        let (from, to) = (self.from, self.to);
        (0..)
            .map(move |step| from + f64::from(step))
            .take_while(move |at| *at <= to)
            .map(|at| 10_f64.powf(at))
    }
}

/// Nanoseconds in the unit that suits them.
pub fn time(nanos: f64) -> String {
    let (value, unit) = in_unit(nanos);
    format!("{value:.*} {unit}", usize::from(value < 9.95 && nanos >= 1e3))
}

/// The same without decimals.
fn tick(nanos: f64) -> String {
    let (value, unit) = in_unit(nanos);
    format!("{value:.0} {unit}")
}

fn in_unit(nanos: f64) -> (f64, &'static str) {
    match nanos {
        ..1e3 => (nanos, "ns"),
        ..1e6 => (nanos / 1e3, "µs"),
        ..1e9 => (nanos / 1e6, "ms"),
        _ => (nanos / 1e9, "s"),
    }
}

/// For each case its bars: who, and nanoseconds.
pub fn bars(cases: &[(&str, Vec<(&str, f64)>)]) -> String {
    let scale = Scale::of(cases.iter().flat_map(|(_, bars)| bars).map(|bar| bar.1), 270.0, 420.0);
    let lines: usize = cases.iter().map(|(_, bars)| bars.len()).sum();
    let height = LINE * (lines as f64 + 0.5 * cases.len() as f64 + 2.0);
    let (mut svg, mut y) = (open(770.0, height, "Time of each case"), LINE);
    for power in scale.powers() {
        let (x, bottom) = (scale.at(power), height - LINE);
        line(&mut svg, (x, LINE / 2.0), (x, bottom));
        text(&mut svg, (x, height - 4.0), "middle", &tick(power));
    }
    for (case, bars) in cases {
        text(&mut svg, (4.0, y + 13.0), "start", case);
        for (at, (who, nanos)) in bars.iter().enumerate() {
            let (width, colour) = (scale.at(*nanos) - scale.start, COLOURS[at.min(1)]);
            text(&mut svg, (scale.start - 6.0, y + 13.0), "end", who);
            let _ = writeln!(
                svg,
                r#"<rect x="{}" y="{y}" width="{width:.1}" height="14" fill="{colour}"/>"#,
                scale.start
            );
            text(&mut svg, (scale.start + width + 5.0, y + 12.0), "start", &time(*nanos));
            y += LINE;
        }
        y += LINE / 2.0;
    }
    svg + "</svg>\n"
}

/// For each line its name and its points: how many, and nanoseconds.
pub fn growth(lines: &[(&str, Vec<(f64, f64)>)]) -> String {
    let points = || lines.iter().flat_map(|(_, points)| points);
    let across = Scale::of(points().map(|point| point.0), 70.0, 480.0);
    let up = Scale::of(points().map(|point| point.1), 360.0, -340.0);
    let mut svg = open(720.0, 410.0, "Time against the number of names, or of lines");
    for power in across.powers() {
        line(&mut svg, (across.at(power), 20.0), (across.at(power), 360.0));
        let count = if power < 1e3 { power.to_string() } else { format!("{},000", power / 1e3) };
        text(&mut svg, (across.at(power), 378.0), "middle", &count);
    }
    for power in up.powers() {
        line(&mut svg, (70.0, up.at(power)), (550.0, up.at(power)));
        text(&mut svg, (62.0, up.at(power) + 4.0), "end", &tick(power));
    }
    text(&mut svg, (310.0, 400.0), "middle", "names; of batch, lines");
    for ((name, points), (at, colour)) in lines.iter().zip(COLOURS.iter().enumerate()) {
        let path: Vec<_> =
            points.iter().map(|(x, y)| format!("{:.1},{:.1}", across.at(*x), up.at(*y))).collect();
        let style = format!("stroke:{colour};stroke-width:2.5");
        let _ = writeln!(svg, r#"<polyline style="{style}" points="{}"/>"#, path.join(" "));
        for (x, y) in points {
            let (x, y) = (across.at(*x), up.at(*y));
            let _ = writeln!(svg, r#"<circle cx="{x:.1}" cy="{y:.1}" r="4" fill="{colour}"/>"#);
        }
        let y = 30.0 + LINE * at as f64;
        let _ = writeln!(svg, r#"<polyline style="{style}" points="570,{y} 590,{y}"/>"#);
        text(&mut svg, (598.0, y + 4.0), "start", name);
    }
    svg + "</svg>\n"
}

fn open(width: f64, height: f64, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\"><title>{title}</title>{STYLE}\n"
    )
}

fn line(svg: &mut String, from: (f64, f64), to: (f64, f64)) {
    let ((x1, y1), (x2, y2)) = (from, to);
    let _ = writeln!(
        svg,
        r#"<line class="grid" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#
    );
}

/// The names of cases and peers have no character to escape.
fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, text: &str) {
    let _ = writeln!(svg, r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#);
}

#[cfg(test)]
#[test]
fn pictures_end_without_rows_and_with_a_time_of_zero() {
    for picture in [bars(&[]), growth(&[]), bars(&[("case", vec![("ours", 0.0)])])] {
        assert!(picture.ends_with("</svg>\n") && picture.contains(">10 ns</text>"), "{picture}");
    }
}
