//! The C functions and the one exported symbol. No panic leaves them.

use crate::abi::{self, Status};
use crate::ask::{copy_message, sized, string, Ask, Log};
use crate::guard::guarded;
use crate::store::{Store, CAPABILITIES, NAME, VERSION};
use std::ffi::{c_char, c_void};
use std::{mem, ptr};

unsafe fn refuse(error: *mut abi::Error, status: Status, text: &str) -> Status {
    if !error.is_null() {
        let known = sized(error);
        copy_message(text, known.message, known.message_size);
    }
    status
}

unsafe extern "C" fn open(how: *const abi::Open, store: *mut *mut c_void, limits: *mut abi::Limits, error: *mut abi::Error) -> Status {
    let opened = guarded(|| {
        let known = sized(how);
        let host = if known.host.is_null() { None } else { Some(sized(known.host)) };
        Store::open(&string(known.url), Log(host)).map(Box::new)
    });
    match opened {
        Ok(Ok(made)) => {
            let mut serial: abi::Limits = sized(limits);
            serial.max_sessions = 1; // one session at a time: &mut Store is enough
            serial.max_writers = 1;
            let size = (serial.struct_size as usize).min(mem::size_of::<abi::Limits>());
            ptr::copy_nonoverlapping(ptr::addr_of!(serial).cast::<u8>(), limits.cast::<u8>(), size);
            *store = Box::into_raw(made).cast();
            abi::OK
        }
        Ok(Err((status, text))) => refuse(error, status, &text),
        Err(panic) => refuse(error, abi::INTERNAL, &panic),
    }
}

unsafe extern "C" fn close(store: *mut c_void) {
    let _ = guarded(|| drop(Box::from_raw(store.cast::<Store>())));
}

unsafe extern "C" fn session_open(store: *mut c_void, _writer: u32, session: *mut *mut c_void, _error: *mut abi::Error) -> Status {
    *session = store;
    abi::OK
}

unsafe extern "C" fn session_close(_session: *mut c_void) {}

unsafe fn well_formed(call: &abi::Call) -> bool {
    (0..call.n_ops as usize).all(|at| {
        if call.ops.is_null() || (*call.ops.add(at)).is_null() {
            return false;
        }
        let op = sized(*call.ops.add(at));
        !op.result.is_null() && (*op.result).struct_size as usize >= mem::offset_of!(abi::Outcome, native)
    })
}

unsafe extern "C" fn execute(session: *mut c_void, call: *const abi::Call) -> Status {
    let known = sized(call);
    if !well_formed(&known) {
        return abi::INVALID;
    }
    if known.require & !abi::NO_WAIT != 0 {
        return abi::UNSUPPORTED;
    }
    let store = &mut *session.cast::<Store>();
    for at in 0..known.n_ops as usize {
        let mut ask = Ask::new(*known.ops.add(at), known.deadline_ns);
        match ask.refusal() {
            abi::OK => match guarded(|| store.run(&mut ask)) {
                Ok(status) => ask.finish(status, ""),
                Err(panic) => ask.finish(abi::INTERNAL, &panic),
            },
            refused => ask.finish(refused, ""),
        }
    }
    abi::OK
}

/// Ends with NUL, which it has room for.
const fn padded(text: &str) -> [u8; 32] {
    let from = text.as_bytes();
    assert!(from.len() < 32, "at most 31 bytes");
    let mut to = [0; 32];
    let mut at = 0;
    while at < from.len() {
        to[at] = from[at];
        at += 1;
    }
    to
}

const ABI_MAJOR: u32 = 1;
const ABI_MINOR: u32 = 0;
static NAME_Z: [u8; 32] = padded(NAME);
static VERSION_Z: [u8; 32] = padded(VERSION);

#[no_mangle]
#[allow(non_upper_case_globals)]
pub static movie_plugin_v1: abi::Plugin = abi::Plugin {
    abi_major: ABI_MAJOR,
    abi_minor: ABI_MINOR,
    struct_size: mem::size_of::<abi::Plugin>() as u32,
    host_minor: 0,
    name: ptr::addr_of!(NAME_Z) as *const c_char,
    version: ptr::addr_of!(VERSION_Z) as *const c_char,
    capabilities: CAPABILITIES,
    open,
    close,
    session_open,
    session_close,
    execute,
    migrate: ptr::null(),
    figures: ptr::null(),
};

/// The same facts, to be read without running code.
#[used]
#[link_section = ".note.movie"]
static NOTE: abi::Note = abi::Note {
    namesz: 12,
    descsz: 88,
    kind: 1,
    owner: *b"movie-store\0",
    abi_major: ABI_MAJOR,
    abi_minor: ABI_MINOR,
    host_minor: 0,
    reserved: 0,
    capabilities: CAPABILITIES,
    name: padded(NAME),
    version: padded(VERSION),
};
