//! One operation of a call: the host's question, and where its outcome goes.

use crate::abi::{self, Status};
use std::{mem, ptr, slice, time::Duration};

#[derive(Clone)]
pub struct Film {
    pub title: String,
    pub year: i32,
    pub genre: String,
}

/// A struct of the host as this side knows it [S-1]: what lies beyond its struct_size, its first member, reads as zero.
///
/// # Safety
/// `from` points to so many bytes; zero is a value of every member of T.
pub unsafe fn sized<T: Copy>(from: *const T) -> T {
    let mut known = mem::MaybeUninit::<T>::zeroed();
    let size = (*from.cast::<u32>() as usize).min(mem::size_of::<T>());
    ptr::copy_nonoverlapping(from.cast::<u8>(), known.as_mut_ptr().cast::<u8>(), size);
    known.assume_init()
}

/// [S-5] Copies a message into the host's buffer, cut between code points.
///
/// # Safety
/// `to` has `room` bytes, or is null.
pub unsafe fn copy_message(text: &str, to: *mut u8, room: u64) {
    if to.is_null() || room == 0 {
        return;
    }
    let mut size = text.len().min(room as usize - 1);
    while !text.is_char_boundary(size) {
        size -= 1;
    }
    ptr::copy_nonoverlapping(text.as_ptr(), to, size);
    *to.add(size) = 0;
}

pub unsafe fn string(text: abi::Text) -> String {
    if text.data.is_null() || text.size == 0 {
        return String::new();
    }
    String::from_utf8_lossy(slice::from_raw_parts(text.data, text.size as usize)).into_owned()
}
fn text(from: &str) -> abi::Text {
    abi::Text { data: from.as_ptr(), size: from.len() as u64 }
}
fn readable(text: abi::Text) -> bool {
    !text.data.is_null() || text.size == 0
}

/// Whether that point of CLOCK_MONOTONIC is past; 0: never.
pub fn passed(deadline_ns: u64) -> bool {
    extern "C" {
        fn clock_gettime(clock: i32, now: *mut [std::ffi::c_long; 2]) -> i32;
    }
    const CLOCK_MONOTONIC: i32 = 1;
    let mut now = [0; 2];
    deadline_ns != 0 && unsafe { clock_gettime(CLOCK_MONOTONIC, &mut now) } == 0 && {
        Duration::new(now[0] as u64, now[1] as u32).as_nanos() >= u128::from(deadline_ns)
    }
}

/// The host's log, from any thread until the store is dropped.
pub struct Log(pub Option<abi::Host>);
unsafe impl Send for Log {}
unsafe impl Sync for Log {}
impl Log {
    /// `level`: abi::LOG_...; one line, no secrets.
    #[allow(dead_code)]
    pub fn line(&self, level: i32, line: &str) {
        if let Some(abi::Host { ctx, log: Some(log), .. }) = self.0 {
            unsafe { log(ctx, level, text(line)) }
        }
    }
}

pub struct Ask {
    op: abi::Op,
    deadline_ns: u64,
    stopped: bool,
}

impl Ask {
    /// # Safety
    /// `op` and what it points to live as long, and its result has room for a status.
    pub unsafe fn new(op: *const abi::Op, deadline_ns: u64) -> Ask {
        Ask { op: sized(op), deadline_ns, stopped: false }
    }
    pub fn code(&self) -> u32 {
        self.op.code
    }
    pub fn id(&self) -> i64 {
        self.op.id
    }
    /// UPDATE: whether film()'s title, year or genre is to be set.
    pub fn sets(&self, field: u64) -> bool {
        self.op.fields & field != 0
    }
    /// CREATE, UPDATE.
    pub fn film(&self) -> Film {
        let row = unsafe { sized(self.op.row) };
        unsafe { Film { title: string(row.title), year: row.year, genre: string(row.genre) } }
    }
    /// LIST: skip, limit, after.
    pub fn query(&self) -> abi::Query {
        unsafe { sized(self.op.query) }
    }
    /// Hands a film to the host; false: it has enough.
    pub fn emit(&mut self, id: i64, film: &Film) -> bool {
        let size = mem::size_of::<abi::Row>() as u32;
        let (title, genre) = (text(&film.title), text(&film.genre));
        let title_key = abi::Text { data: ptr::null(), size: 0 };
        let row = abi::Row { struct_size: size, year: film.year, id, title, genre, title_key };
        if let (Some(emit), false) = (self.op.emit, self.stopped) {
            self.stopped = unsafe { emit(self.op.ctx, &row) } != 0;
        }
        !self.stopped
    }
    /// The outcome; `message` is for the log.
    pub fn finish(&self, status: Status, message: &str) {
        unsafe {
            let known = sized(self.op.result);
            ptr::addr_of_mut!((*self.op.result).status).write(status);
            if !message.is_empty() {
                copy_message(message, known.message, known.message_size);
            }
        }
    }

    /// [S-2], [S-9]: what cannot be done, or came too late. OK if it may run. Widen it with what you claim.
    pub fn refusal(&self) -> Status {
        if !(abi::OP_GET..=abi::OP_PING).contains(&self.op.code) || self.op.require != 0 {
            return abi::UNSUPPORTED;
        }
        let fields = if self.op.code == abi::OP_UPDATE { abi::TITLE | abi::YEAR | abi::GENRE } else { 0 };
        if self.op.fields & !fields != 0 {
            return abi::UNSUPPORTED;
        }
        if !self.given() {
            return abi::INVALID;
        }
        if passed(self.deadline_ns) { abi::TIMEOUT } else { abi::OK }
    }
    fn given(&self) -> bool {
        let emits = self.op.emit.is_some();
        match self.op.code {
            abi::OP_GET => emits,
            abi::OP_LIST => emits && !self.op.query.is_null(),
            abi::OP_CREATE | abi::OP_UPDATE => emits && !self.op.row.is_null() && {
                let row = unsafe { sized(self.op.row) };
                readable(row.title) && readable(row.genre)
            },
            _ => true,
        }
    }
}
