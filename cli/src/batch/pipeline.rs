//! Work in parallel, results in order, memory bounded.

use std::collections::VecDeque;
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
    /// The size of these items from which on no further one is taken.
    pub(super) size: usize,
    /// Results that share a commit where commits cost something (a sync), or more; half a window
    /// where that is less.
    pub(super) share: usize,
    /// How long a result waits for others to share its commit with.
    pub(super) patience: Duration,
}

/// Takes items from `input` as they come, works on some of them at once, and hands the results to
/// `commit` in the order of the items. `size` is that of an item and of what is made of it; `work`
/// gets the number of its worker, from 0. Where the system makes fewer threads than there are jobs,
/// those do all, and where it makes none, the caller's thread does, an item at a time.
pub(super) fn run<I: Send, T: Send>(
    input: impl Iterator<Item = I> + Send,
    size: impl Fn(&I) -> usize + Sync,
    work: impl Fn(usize, I) -> T + Sync,
    pace: Pace,
    mut commit: impl FnMut(Vec<T>) -> ControlFlow<()>,
) {
    let (queue, input) = (Queue::new(pace), Mutex::new(input));
    let (queue, input, size, work) = (&queue, &input, &size, &work);
    thread::scope(|scope| {
        let start = |number| {
            let worker = Worker::new(queue);
            let work = move |item| work(number, item);
            thread::Builder::new().spawn_scoped(scope, move || worker.run(input, size, work))
        };
        if (0..pace.jobs.max(1)).take_while(|number| start(*number).is_ok()).count() == 0 {
            let _ = lock(input).try_for_each(|item| commit(Vec::from([work(0, item)])));
            return;
        }
        while let Some(ready) = queue.take() {
            if commit(ready).is_break() {
                queue.stop();
                break;
            }
        }
    });
}

/// Where results get in line for their commit. Threads are woken only when there is something
/// to do for them: with one core for each worker, every wake takes one from its work.
struct Queue<T> {
    state: Mutex<State<T>>,
    /// For the one who commits: the first result is ready, or enough are to share one, or all is done.
    ready: Condvar,
    /// For the worker that takes the next item: a commit has made room.
    room: Condvar,
    pace: Pace,
}

struct State<T> {
    /// The items under way in their order: the size of each, and its result once there is one.
    items: VecDeque<(usize, Option<T>)>,
    /// How many items were taken from the front of `items`.
    taken: usize,
    /// How many results are at its front.
    ready: usize,
    size: usize,
    workers: usize,
    stopped: bool,
}

impl<T> Queue<T> {
    fn new(mut pace: Pace) -> Self {
        pace.share = pace.share.min(pace.window.div_ceil(2));
        let state = State {
            items: VecDeque::new(),
            taken: 0,
            ready: 0,
            size: 0,
            workers: 0,
            stopped: false,
        };
        Self { state: Mutex::new(state), ready: Condvar::new(), room: Condvar::new(), pace }
    }

    /// Waits until there is room for one more, and takes it from the input: the item and its place in
    /// the order. `None` when there is none, or no more is wanted.
    fn enter<I>(
        &self,
        input: &Mutex<impl Iterator<Item = I>>,
        size: impl Fn(&I) -> usize,
    ) -> Option<(usize, I)> {
        // Held while waiting: then items get their places in the order in which they come.
        let mut input = lock(input);
        let full = |state: &mut State<T>| {
            let is_full = state.items.len() >= self.pace.window || state.size >= self.pace.size;
            is_full && !state.stopped
        };
        let state = self.room.wait_while(lock(&self.state), full);
        if state.unwrap_or_else(PoisonError::into_inner).stopped {
            return None;
        }
        let item = input.next()?;
        let size = size(&item);
        let mut state = lock(&self.state);
        state.size += size;
        state.items.push_back((size, None));
        Some((state.taken + state.items.len() - 1, item))
    }

    fn put(&self, place: usize, result: T) {
        let mut guard = lock(&self.state);
        let state = &mut *guard;
        let before = state.ready;
        if let Some((_, slot)) = state.items.get_mut(place - state.taken) {
            *slot = Some(result);
        }
        let rest = state.items.range(before..);
        state.ready += rest.take_while(|(_, result)| result.is_some()).count();
        let share = self.pace.share;
        if (before == 0 && state.ready > 0) || (before < share && state.ready >= share) {
            self.ready.notify_one();
        }
    }

    /// Waits for the results of the next commit; `None` after the last.
    fn take(&self) -> Option<Vec<T>> {
        let fewer =
            |than: usize| move |state: &mut State<T>| state.ready < than && state.workers > 0;
        let state = self.ready.wait_while(lock(&self.state), fewer(1));
        let state = state.unwrap_or_else(PoisonError::into_inner);
        let state =
            self.ready.wait_timeout_while(state, self.pace.patience, fewer(self.pace.share));
        let (mut guard, _) = state.unwrap_or_else(PoisonError::into_inner);
        let state = &mut *guard;
        let (sizes, results): (Vec<usize>, Vec<Option<T>>) =
            state.items.drain(..state.ready).unzip();
        state.taken += state.ready;
        state.ready = 0;
        state.size -= sizes.iter().sum::<usize>();
        self.room.notify_one();
        (!results.is_empty()).then(|| results.into_iter().flatten().collect())
    }

    fn stop(&self) {
        lock(&self.state).stopped = true;
        self.room.notify_one();
    }
}

/// Counts a worker until its end, even by a panic: then its result is not waited for.
struct Worker<'a, T>(&'a Queue<T>);

impl<'a, T> Worker<'a, T> {
    fn new(queue: &'a Queue<T>) -> Self {
        lock(&queue.state).workers += 1;
        Self(queue)
    }

    fn run<I>(
        self,
        input: &Mutex<impl Iterator<Item = I>>,
        size: impl Fn(&I) -> usize,
        work: impl Fn(I) -> T,
    ) {
        while let Some((place, item)) = self.0.enter(input, &size) {
            self.0.put(place, work(item));
        }
    }
}

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
        Pace { jobs, window, size: usize::MAX, share: usize::MAX, patience: Duration::ZERO }
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
            run(
                0..200,
                |_| 1,
                work,
                pace(jobs, 16),
                |ready| {
                    results.extend(ready);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(results, (0..200).map(|item| item * 2).collect::<Vec<_>>(), "{jobs}");
        }
    }

    #[test]
    fn no_more_than_the_window_and_the_size_are_under_way() {
        for (window, size) in [(8, usize::MAX), (usize::MAX, 8)] {
            let (taken, committed) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let most = AtomicUsize::new(0);
            let input = (0..1_000).inspect(|_| {
                let under_way =
                    taken.fetch_add(1, Ordering::SeqCst) + 1 - committed.load(Ordering::SeqCst);
                most.fetch_max(under_way, Ordering::SeqCst);
            });
            run(
                input,
                |_| 1,
                |_, item| item,
                Pace { size, ..pace(3, window) },
                |ready| {
                    thread::sleep(Duration::from_micros(100));
                    committed.fetch_add(ready.len(), Ordering::SeqCst);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(committed.load(Ordering::SeqCst), 1_000);
            // One item more may be read, and one be committed but not yet counted.
            assert!(most.load(Ordering::SeqCst) <= 8 + 8 + 1, "{most:?}");
        }
    }

    #[test]
    fn stopping_early_ends_endless_input() {
        let mut committed = 0;
        run(
            0_u64..,
            |_| 1,
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
        let work = |_, item: u64| assert_ne!(item, 20, "damaged");
        run(0_u64.., |_| 1, work, pace(2, 8), |_| ControlFlow::Continue(()));
    }

    #[test]
    fn commits_are_shared_while_there_is_work_and_not_waited_for_when_there_is_none() {
        let mut sizes = Vec::new();
        let patience = Duration::from_secs(3600);
        run(
            0..40,
            |_| 1,
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
            |_| 1,
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
