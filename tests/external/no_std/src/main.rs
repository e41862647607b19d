//! A program without std that builds a request. What a device's own runtime gives is here in its
//! shortest form: an allocator, a panic handler, a place to start. Were std linked in by any
//! crate, the panic handler would be there twice and nothing would link.

#![no_std]
#![no_main]

extern crate alloc;

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::panic::PanicInfo;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering};

/// The guide's example, which asserts its result.
#[allow(dead_code)]
mod example {
    include!(concat!(env!("OUT_DIR"), "/example.rs"));

    pub(crate) fn run() -> bool {
        main().is_ok()
    }
}

/// Exit code 0 where the example does what it says.
#[unsafe(no_mangle)]
extern "C" fn main(_arguments: i32, _values: *const *const u8) -> i32 {
    i32::from(!example::run())
}

const HEAP: usize = 64 << 10;

/// Memory handed out once and never taken back.
struct Arena {
    memory: UnsafeCell<[u8; HEAP]>,
    used: AtomicUsize,
}

// SAFETY: a part of the memory is handed out to one caller only, since `used` only grows.
unsafe impl Sync for Arena {}

// SAFETY: what is handed out is within `memory`, aligned as asked for, and handed out once.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = self.memory.get().cast::<u8>();
        let mut at = 0;
        let fits = self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
            at = used + start.wrapping_add(used).align_offset(layout.align());
            at.checked_add(layout.size()).filter(|end| *end <= HEAP)
        });
        if fits.is_ok() { start.wrapping_add(at) } else { ptr::null_mut() }
    }

    unsafe fn dealloc(&self, _memory: *mut u8, _layout: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Arena = Arena { memory: UnsafeCell::new([0; HEAP]), used: AtomicUsize::new(0) };

// The C library: where a program starts, and how memory is copied.
#[link(name = "c")]
unsafe extern "C" {
    fn abort() -> !;
}

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    // SAFETY: of the C library, and callable at any time.
    unsafe { abort() }
}

// The prebuilt alloc names these for unwinding, which does not happen where a panic aborts.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() {}
