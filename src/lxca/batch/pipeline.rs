//! Work in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::mem;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use std::vec::Vec;

/// Takes items from `input` as they come, works on up to `jobs` of them at once, and hands the
/// results to `commit` in the order of the items. At most `window` items are worked on or wait
/// for an earlier one, and half as many for their commit.
///
/// Commits that cost something (a sync) are shared: one takes half a window, or what is ready
/// when the first of it has waited for `patience`.
pub(super) fn run<I: Send, T: Send>(
    input: impl Iterator<Item = I> + Send,
    work: impl Fn(I) -> T + Sync,
    jobs: usize,
    window: usize,
    patience: Duration,
    mut commit: impl FnMut(Vec<T>) -> ControlFlow<()>,
) {
    let window = window.max(jobs).max(1);
    thread::scope(|scope| {
        let (ticket, tickets) = sync_channel(window);
        let (job, jobs_waiting) = sync_channel(jobs.max(1));
        let (done, results) = sync_channel(window);
        scope.spawn(move || {
            for numbered in (0_u64..).zip(input) {
                if ticket.send(()).is_err() || job.send(numbered).is_err() {
                    break;
                }
            }
        });
        let jobs_waiting = Arc::new(Mutex::new(jobs_waiting));
        for _ in 0..jobs.max(1) {
            let (jobs_waiting, done, work) = (Arc::clone(&jobs_waiting), done.clone(), &work);
            scope.spawn(move || {
                while let Some((number, item)) = next(&jobs_waiting) {
                    if done.send((number, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        // Only the workers hold the other ends now: when they are done, so is the loop below,
        // and when it stops early, so do they.
        drop((jobs_waiting, done));
        let mut line = Line { out_of_order: BTreeMap::new(), expected: 0, ready: Vec::new() };
        while let Ok((number, result)) = results.recv() {
            line.put(number, result, &tickets);
            let deadline = Instant::now() + patience;
            while line.ready.len() < window.div_ceil(2) {
                let left = deadline.saturating_duration_since(Instant::now());
                let Ok((number, result)) = results.recv_timeout(left) else { break };
                line.put(number, result, &tickets);
            }
            let ready = mem::take(&mut line.ready);
            if !ready.is_empty() && commit(ready).is_break() {
                break;
            }
        }
    });
}

/// Results that get in line.
struct Line<T> {
    /// Those that an earlier one is missing for.
    out_of_order: BTreeMap<u64, T>,
    /// The number of the next one that is missing.
    expected: u64,
    ready: Vec<T>,
}

impl<T> Line<T> {
    /// Takes a result, and a ticket back for each that becomes ready: one was sent for it.
    fn put(&mut self, number: u64, result: T, tickets: &Receiver<()>) {
        self.out_of_order.insert(number, result);
        while let Some(result) = self.out_of_order.remove(&self.expected) {
            self.ready.push(result);
            self.expected += 1;
            let _ = tickets.recv();
        }
    }
}

fn next<J>(jobs: &Mutex<Receiver<J>>) -> Option<J> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for jobs in [1, 2, 7] {
            let mut results = Vec::new();
            let work = |item: u64| {
                // The earlier of each ten take the longest.
                thread::sleep(Duration::from_micros(100 * (9 - item % 10)));
                item * 2
            };
            run(0..200, work, jobs, 16, Duration::ZERO, |ready| {
                results.extend(ready);
                ControlFlow::Continue(())
            });
            assert_eq!(results, (0..200).map(|item| item * 2).collect::<Vec<_>>(), "{jobs}");
        }
    }

    #[test]
    fn no_more_than_the_window_is_under_way() {
        let (taken, committed) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let most = AtomicUsize::new(0);
        let input = (0..1_000).inspect(|_| {
            let under_way =
                taken.fetch_add(1, Ordering::SeqCst) + 1 - committed.load(Ordering::SeqCst);
            most.fetch_max(under_way, Ordering::SeqCst);
        });
        run(
            input,
            |item| item,
            3,
            8,
            Duration::ZERO,
            |ready| {
                committed.fetch_add(ready.len(), Ordering::SeqCst);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(committed.load(Ordering::SeqCst), 1_000);
        // One item more may be read, and one be committed but not yet counted.
        assert!(most.load(Ordering::SeqCst) <= 8 + 8 + 1, "{most:?}");
    }

    #[test]
    fn stopping_early_ends_endless_input() {
        let mut committed = 0;
        run(
            0_u64..,
            |item| item,
            2,
            8,
            Duration::ZERO,
            |ready| {
                committed += ready.len();
                if committed > 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert!(committed > 20);
    }

    #[test]
    fn commits_are_shared_while_there_is_work_and_not_waited_for_when_there_is_none() {
        let mut sizes = Vec::new();
        let patience = Duration::from_secs(3600);
        run(
            0..40,
            |item| item,
            2,
            16,
            patience,
            |ready: Vec<u64>| {
                sizes.push(ready.len());
                ControlFlow::Continue(())
            },
        );
        assert_eq!(sizes.iter().sum::<usize>(), 40);
        assert!(sizes[..sizes.len() - 1].iter().all(|size| *size >= 8), "{sizes:?}");
    }

    #[test]
    fn patience_ends_while_the_input_is_slow() {
        let (sender, input) = std::sync::mpsc::channel();
        sender.send(7).unwrap();
        // The second item comes only when the first is committed.
        let mut sender = Some(sender);
        let mut committed = Vec::new();
        run(
            input.into_iter(),
            |item| item,
            2,
            16,
            Duration::from_millis(1),
            |ready| {
                committed.extend(ready);
                if let Some(sender) = sender.take() {
                    sender.send(8).unwrap();
                }
                ControlFlow::Continue(())
            },
        );
        assert_eq!(committed, [7, 8]);
    }
}
