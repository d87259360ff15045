//! movie/store.h, as far as this plug-in uses it. The sizes are checked below: they are those of the header.
#![allow(dead_code)]

use std::ffi::{c_char, c_void};

pub type Status = i32;
pub const UNSET: Status = -1;
pub const OK: Status = 0;
pub const NOT_FOUND: Status = 1;
pub const CONFLICT: Status = 2;
pub const EXISTS: Status = 3;
pub const AGAIN: Status = 4;
pub const BUSY: Status = 5;
pub const UNAVAILABLE: Status = 6;
pub const TIMEOUT: Status = 7;
pub const FULL: Status = 8;
pub const UNKNOWN: Status = 9;
pub const INVALID: Status = 10;
pub const UNSUPPORTED: Status = 11;
pub const CORRUPT: Status = 12;
pub const INTERNAL: Status = 13;

pub const OP_GET: u32 = 1;
pub const OP_LIST: u32 = 2;
pub const OP_CREATE: u32 = 3;
pub const OP_UPDATE: u32 = 4;
pub const OP_REMOVE: u32 = 5;
pub const OP_PING: u32 = 6;

pub const NO_WAIT: u32 = 1; // of a call
pub const TITLE: u64 = 1;
pub const YEAR: u64 = 2;
pub const GENRE: u64 = 4;

pub const LOG_DEBUG: i32 = 10;
pub const LOG_INFO: i32 = 20;
pub const LOG_WARNING: i32 = 30;
pub const LOG_ERROR: i32 = 40;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Text {
    pub data: *const u8,
    pub size: u64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Row {
    pub struct_size: u32,
    pub year: i32,
    pub id: i64,
    pub title: Text,
    pub genre: Text,
    pub title_key: Text,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Query {
    pub struct_size: u32,
    pub n_genres: u32,
    pub genres: *const Text,
    pub skip: u64,
    pub limit: u64,
    pub after: i64,
    pub year_min: i32,
    pub year_max: i32,
    pub sort: u32,
    pub descending: u32,
    pub n_contains: u64,
    pub contains: *const Text,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Outcome {
    pub struct_size: u32,
    pub status: Status,
    pub native: u32,
    pub reserved: u32,
    pub count: i64,
    pub message: *mut u8,
    pub message_size: u64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Op {
    pub struct_size: u32,
    pub code: u32,
    pub require: u32,
    pub hint: u32,
    pub id: i64,
    pub fields: u64,
    pub row: *const Row,
    pub query: *const Query,
    pub emit: Option<unsafe extern "C" fn(*mut c_void, *const Row) -> i32>,
    pub next: Option<unsafe extern "C" fn(*mut c_void, *mut *const Row) -> i32>,
    pub ctx: *mut c_void,
    pub result: *mut Outcome,
    pub expect: *const Row,
    pub memo: *const c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Call {
    pub struct_size: u32,
    pub require: u32,
    pub deadline_ns: u64,
    pub trace: Text,
    pub n_ops: u64,
    pub ops: *const *const Op,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Error {
    pub struct_size: u32,
    pub native: u32,
    pub message: *mut u8,
    pub message_size: u64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Host {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub ctx: *mut c_void,
    pub log: Option<unsafe extern "C" fn(*mut c_void, i32, Text)>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Open {
    pub struct_size: u32,
    pub n_options: u32,
    pub options: *const c_void,
    pub url: Text,
    pub host: *const Host,
    pub deadline_ns: u64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Limits {
    pub struct_size: u32,
    pub flags: u32,
    pub max_sessions: u32,
    pub max_writers: u32,
    pub max_batch: u32,
    pub reserved: u32,
    pub no_wait_ops: u64,
}

#[repr(C)]
pub struct Plugin {
    pub abi_major: u32,
    pub abi_minor: u32,
    pub struct_size: u32,
    pub host_minor: u32,
    pub name: *const c_char,
    pub version: *const c_char,
    pub capabilities: u64,
    pub open: unsafe extern "C" fn(*const Open, *mut *mut c_void, *mut Limits, *mut Error) -> Status,
    pub close: unsafe extern "C" fn(*mut c_void),
    pub session_open: unsafe extern "C" fn(*mut c_void, u32, *mut *mut c_void, *mut Error) -> Status,
    pub session_close: unsafe extern "C" fn(*mut c_void),
    pub execute: unsafe extern "C" fn(*mut c_void, *const Call) -> Status,
    pub migrate: *const c_void,
    pub figures: *const c_void,
}
unsafe impl Sync for Plugin {} // it points to constants only

#[repr(C, align(8))]
pub struct Note {
    pub namesz: u32,
    pub descsz: u32,
    pub kind: u32,
    pub owner: [u8; 12],
    pub abi_major: u32,
    pub abi_minor: u32,
    pub host_minor: u32,
    pub reserved: u32,
    pub capabilities: u64,
    pub name: [u8; 32],
    pub version: [u8; 32],
}

const fn sizes_are(found: [usize; 9], expected: [usize; 9]) {
    let mut at = 0;
    while at < 9 {
        assert!(found[at] == expected[at], "a struct is not laid out as in movie/store.h");
        at += 1;
    }
}
macro_rules! sizes {
    ($($one:ty),*) => { [$(std::mem::size_of::<$one>()),*] };
}
#[cfg(target_pointer_width = "64")]
const _: () = sizes_are(
    sizes!(Row, Query, Outcome, Op, Call, Open, Limits, Plugin, Note),
    [64, 72, 40, 96, 48, 48, 32, 96, 112],
);
