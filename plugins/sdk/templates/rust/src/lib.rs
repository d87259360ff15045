//! Storage plug-in 'mystore' of Movie Service. `store` is the backend; the rest is what it takes to speak C:
//! `abi` movie/store.h, `ask` one operation, `guard` panics, `plugin` the exported table.
mod abi;
mod ask;
mod guard;
mod plugin;
mod store;
