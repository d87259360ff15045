//! As it stands this keeps films in memory and passes movie-conformance: put your engine in the place of `films`.
//! What each operation has to do stands at its MOVIE_OP_ in movie/store.h.

use crate::abi::{self, Status};
use crate::ask::{Ask, Film, Log};
use std::collections::BTreeMap;

pub const NAME: &str = "mystore";
pub const VERSION: &str = "0.1";
/// Each you claim (abi::FILTER | ...) is something that the host no longer makes up for.
pub const CAPABILITIES: u64 = 0;

/// Used by one thread at a time: plugin.rs says that there is one session. A verb that panics ends with INTERNAL.
pub struct Store {
    #[allow(dead_code)]
    log: Log, // self.log.line(abi::LOG_WARNING, "a line"): into the service's own log
    films: BTreeMap<i64, Film>,
    last_id: i64, // never given again, even if its film is removed
}

impl Store {
    /// `url`: where the films are. Err((INVALID, text)) if they cannot be there.
    pub fn open(_url: &str, log: Log) -> Result<Store, (Status, String)> {
        Ok(Store { log, films: BTreeMap::new(), last_id: 0 })
    }

    pub fn run(&mut self, ask: &mut Ask) -> Status {
        match ask.code() {
            abi::OP_GET => self.get(ask),
            abi::OP_LIST => self.list(ask),
            abi::OP_CREATE => self.create(ask),
            abi::OP_UPDATE => self.update(ask),
            abi::OP_REMOVE => self.remove(ask),
            abi::OP_PING => abi::OK, // ask your engine whether it can be read and written now
            _ => abi::UNSUPPORTED,
        }
    }

    fn get(&self, ask: &mut Ask) -> Status {
        let id = ask.id();
        match self.films.get(&id) {
            Some(film) => {
                ask.emit(id, film);
                abi::OK
            }
            None => abi::NOT_FOUND,
        }
    }

    fn list(&self, ask: &mut Ask) -> Status {
        let query = ask.query();
        let Some(first) = query.after.checked_add(1) else { return abi::OK };
        let skip = usize::try_from(query.skip).unwrap_or(usize::MAX);
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        for (id, film) in self.films.range(first..).skip(skip).take(limit) {
            if !ask.emit(*id, film) {
                break;
            }
        }
        abi::OK
    }

    fn create(&mut self, ask: &mut Ask) -> Status {
        let film = ask.film();
        self.last_id += 1;
        ask.emit(self.last_id, &film);
        self.films.insert(self.last_id, film);
        abi::OK
    }

    fn update(&mut self, ask: &mut Ask) -> Status {
        let id = ask.id();
        let Some(film) = self.films.get_mut(&id) else { return abi::NOT_FOUND };
        let given = ask.film();
        if ask.sets(abi::TITLE) {
            film.title = given.title;
        }
        if ask.sets(abi::YEAR) {
            film.year = given.year;
        }
        if ask.sets(abi::GENRE) {
            film.genre = given.genre;
        }
        ask.emit(id, film);
        abi::OK
    }

    fn remove(&mut self, ask: &mut Ask) -> Status {
        match self.films.remove(&ask.id()) {
            Some(_) => abi::OK,
            None => abi::NOT_FOUND,
        }
    }
}
