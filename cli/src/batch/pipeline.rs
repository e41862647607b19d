//! Work in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::mem;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How much is done at once.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// Items that are worked on at once.
    pub(super) jobs: usize,
    /// Items that are worked on or wait for their commit, at most; as many are being committed.
    pub(super) window: usize,
    /// Results that share a commit where commits cost something (a sync), or more; half a window
    /// where that is less.
    pub(super) share: usize,
    /// How long a result waits for others to share its commit with.
    pub(super) patience: Duration,
}

/// Takes items from `input` as they come, works on some of them at once, and hands the results to
/// `commit` in the order of the items. `work` gets the number of its worker, from 0.
pub(super) fn run<I: Send, T: Send>(
    input: impl Iterator<Item = I> + Send,
    work: impl Fn(usize, I) -> T + Sync,
    pace: Pace,
    mut commit: impl FnMut(Vec<T>) -> ControlFlow<()>,
) {
    let jobs = pace.jobs.max(1);
    let line = Line::new(pace, jobs);
    let input = Mutex::new((0_u64..).zip(input));
    let (line, input, work) = (&line, &input, &work);
    thread::scope(|scope| {
        for worker in 0..jobs {
            scope.spawn(move || {
                let _worker = Worker(line);
                // An item is taken only where there is room for its result.
                while line.enter() {
                    let Some((number, item)) = lock(input).next() else { break };
                    line.put(number, work(worker, item));
                }
            });
        }
        while let Some(ready) = line.take() {
            if commit(ready).is_break() {
                line.stop();
                break;
            }
        }
    });
}

/// Where results get in line for their commit. Threads are woken only when there is something
/// to do for them: with one core for each worker, every wake takes one from its work.
struct Line<T> {
    state: Mutex<State<T>>,
    /// For the one who commits: the first result is ready, or enough are to share one, or all is done.
    ready: Condvar,
    /// For workers: a commit has made room.
    room: Condvar,
    window: usize,
    share: usize,
    patience: Duration,
}

struct State<T> {
    /// Results that an earlier one is missing for.
    out_of_order: BTreeMap<u64, T>,
    /// The number of the next one that is missing.
    expected: u64,
    ready: Vec<T>,
    /// Items from the moment there was room for them until their results are taken.
    entered: usize,
    workers: usize,
    stopped: bool,
}

impl<T> Line<T> {
    fn new(pace: Pace, workers: usize) -> Self {
        let state = State {
            out_of_order: BTreeMap::new(),
            expected: 0,
            ready: Vec::new(),
            entered: 0,
            workers,
            stopped: false,
        };
        let window = pace.window.max(workers);
        Self {
            state: Mutex::new(state),
            ready: Condvar::new(),
            room: Condvar::new(),
            window,
            share: pace.share.min(window.div_ceil(2)),
            patience: pace.patience,
        }
    }

    /// Waits until there is room for one more; `false` when no more is wanted.
    fn enter(&self) -> bool {
        let full = |state: &mut State<T>| state.entered >= self.window && !state.stopped;
        let state = self.room.wait_while(lock(&self.state), full);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        state.entered += 1;
        !state.stopped
    }

    fn put(&self, number: u64, result: T) {
        let mut guard = lock(&self.state);
        let state = &mut *guard;
        let before = state.ready.len();
        state.out_of_order.insert(number, result);
        while let Some(result) = state.out_of_order.remove(&state.expected) {
            state.ready.push(result);
            state.expected += 1;
        }
        let now = state.ready.len();
        if (before == 0 && now > 0) || (before < self.share && now >= self.share) {
            self.ready.notify_one();
        }
    }

    /// Waits for the results of the next commit; `None` after the last.
    fn take(&self) -> Option<Vec<T>> {
        let state = self
            .ready
            .wait_while(lock(&self.state), |state| state.ready.is_empty() && state.workers > 0);
        let few = |state: &mut State<T>| state.ready.len() < self.share && state.workers > 0;
        let state = state.unwrap_or_else(PoisonError::into_inner);
        let state = self.ready.wait_timeout_while(state, self.patience, few);
        let (mut state, _) = state.unwrap_or_else(PoisonError::into_inner);
        let ready = mem::take(&mut state.ready);
        state.entered -= ready.len();
        self.room.notify_all();
        (!ready.is_empty()).then_some(ready)
    }

    fn stop(&self) {
        lock(&self.state).stopped = true;
        self.room.notify_all();
    }
}

/// Notes the end of its worker, even by a panic: then its result is not waited for.
struct Worker<'a, T>(&'a Line<T>);

impl<T> Drop for Worker<'_, T> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
        lock(&self.0.state).workers -= 1;
        self.0.ready.notify_one();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const fn pace(jobs: usize, window: usize) -> Pace {
        Pace { jobs, window, share: usize::MAX, patience: Duration::ZERO }
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for jobs in [1, 2, 7] {
            let mut results = Vec::new();
            let work = |_, item: u64| {
                // The earlier of each ten take the longest.
                thread::sleep(Duration::from_micros(100 * (9 - item % 10)));
                item * 2
            };
            run(0..200, work, pace(jobs, 16), |ready| {
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
            |_, item| item,
            pace(3, 8),
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
            |_, item| item,
            pace(2, 8),
            |ready| {
                committed += ready.len();
                if committed > 20 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert!(committed > 20);
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_ends_it_all_instead_of_being_waited_for() {
        let work = |_, item: u64| assert_ne!(item, 20, "spoilt");
        run(0_u64.., work, pace(2, 8), |_| ControlFlow::Continue(()));
    }

    #[test]
    fn commits_are_shared_while_there_is_work_and_not_waited_for_when_there_is_none() {
        let mut sizes = Vec::new();
        let patience = Duration::from_secs(3600);
        run(
            0..40,
            |_, item| item,
            Pace { patience, ..pace(2, 16) },
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
            |_, item| item,
            Pace { patience: Duration::from_millis(1), ..pace(2, 16) },
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
