//! Work in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::vec::Vec;

/// Takes items from `input` as they come, works on up to `jobs` of them at once, and hands the
/// results to `commit` in the order of the items: as many at a time as are ready, so that the
/// cost of a commit (a sync) is shared when work is fast and nobody waits when input is slow.
/// At most `window` items are under way at any time.
pub(super) fn run<I: Send, T: Send>(
    input: impl Iterator<Item = I> + Send,
    work: impl Fn(I) -> T + Sync,
    jobs: usize,
    window: usize,
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
        let mut out_of_order = BTreeMap::new();
        let mut expected = 0;
        while let Ok((number, result)) = results.recv() {
            out_of_order.insert(number, result);
            out_of_order.extend(results.try_iter());
            let mut ready = Vec::new();
            while let Some(result) = out_of_order.remove(&expected) {
                ready.push(result);
                expected += 1;
                // One ticket was sent for each item that got this far.
                let _ = tickets.recv();
            }
            if !ready.is_empty() && commit(ready).is_break() {
                break;
            }
        }
    });
}

fn next<J>(jobs: &Mutex<Receiver<J>>) -> Option<J> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for jobs in [1, 2, 7] {
            let mut results = Vec::new();
            let work = |item: u64| {
                // The earlier of each ten take the longest.
                thread::sleep(Duration::from_micros(100 * (9 - item % 10)));
                item * 2
            };
            run(0..200, work, jobs, 16, |ready| {
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
            |ready| {
                committed += ready.len();
                if committed > 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert!(committed > 20);
    }
}
