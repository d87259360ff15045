//! A panic that left an `extern "C"` function would abort the service: here it becomes a status.

use std::panic::{catch_unwind, AssertUnwindSafe};

/// What `work` returns, or what its panic said. What it was changing may be half done.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => match panic.downcast::<&str>() {
            Ok(text) => (*text).to_string(),
            Err(other) => {
                std::mem::forget(other); // its drop might panic again
                "a panic without a text".to_string()
            }
        },
    })
}
