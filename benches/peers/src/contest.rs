//! Times several ways of doing one thing, in turns, and prints a row for each rival.

use std::hint::black_box;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long the lanes of one case take turns.
const BUDGET: Duration = Duration::from_millis(1_200);
/// A sample is as many runs as fill this, so that reading the clock does not count.
const SAMPLE: Duration = Duration::from_micros(400);
/// Rounds that each case gets, however long they take.
const ROUNDS_MIN: u32 = 5;

/// One way of doing a thing.
pub struct Lane<'a> {
    name: &'static str,
    /// Runs so many times and says how long that took.
    run: Box<dyn FnMut(u32) -> Duration + 'a>,
}

impl<'a> Lane<'a> {
    /// The name goes into the column `peer`. What `run` makes is dropped within its time.
    pub fn new<T>(name: &'static str, mut run: impl FnMut() -> T + 'a) -> Self {
        let run = move |times| {
            let start = Instant::now();
            for _ in 0..times {
                black_box(run());
            }
            start.elapsed()
        };
        Self { name, run: Box::new(run) }
    }
}

/// Prints a row for each peer.
pub fn contest(case: &str, ours: Lane<'_>, peers: Vec<Lane<'_>>) {
    if !is_wanted(case) {
        return;
    }
    let mut lanes = vec![ours];
    lanes.extend(peers);
    let best = fastest(&mut lanes);
    for (lane, peer) in lanes.iter().zip(&best).skip(1) {
        row(case, best[0], lane.name, *peer);
    }
}

/// Whether to run a case: all of them, or those that begin with the argument that is not an option.
pub fn is_wanted(case: &str) -> bool {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    wanted.is_none_or(|wanted| case.starts_with(&wanted))
}

/// The least nanoseconds that one run of each lane took, over rounds in which every lane has
/// its turn.
pub fn fastest(lanes: &mut [Lane<'_>]) -> Vec<f64> {
    let times: Vec<u32> = lanes
        .iter_mut()
        .map(|lane| {
            (lane.run)(1);
            let once = (lane.run)(1).as_nanos().max(1);
            u32::try_from(SAMPLE.as_nanos() / once).unwrap_or(1).max(1)
        })
        .collect();
    let mut best = vec![f64::INFINITY; lanes.len()];
    let start = Instant::now();
    let mut round = 0;
    while round < ROUNDS_MIN || start.elapsed() < BUDGET {
        for ((lane, times), best) in lanes.iter_mut().zip(&times).zip(&mut best) {
            // The lane before has left its own things in the caches.
            if *times > 1 {
                (lane.run)(1);
            }
            let nanos = (lane.run)(*times).as_secs_f64() * 1e9 / f64::from(*times);
            *best = best.min(nanos);
        }
        round += 1;
    }
    best
}

pub fn header() {
    println!("case\tours_ns\tpeer\tpeer_ns\tratio");
}

pub fn row(case: &str, ours: f64, peer: &'static str, peers: f64) {
    let row = Row { case: case.into(), ours, peer, peers };
    println!("{case}\t{ours:.1}\t{peer}\t{peers:.1}\t{:.3}", row.ratio());
    ROWS.lock().unwrap_or_else(PoisonError::into_inner).push(row);
}

static ROWS: Mutex<Vec<Row>> = Mutex::new(Vec::new());

/// What was printed.
pub struct Row {
    pub case: String,
    /// Nanoseconds.
    pub ours: f64,
    pub peer: &'static str,
    pub peers: f64,
}

impl Row {
    pub fn ratio(&self) -> f64 {
        self.peers / self.ours
    }
}

/// The rows that were printed so far.
pub fn take_rows() -> Vec<Row> {
    std::mem::take(&mut *ROWS.lock().unwrap_or_else(PoisonError::into_inner))
}
