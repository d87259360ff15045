//! cargo test: holds the plug-in to movie/store.h with movie-conformance, found in PATH or named by MOVIE_CONFORMANCE.

use std::path::PathBuf;
use std::process::Command;

/// Beside this test's own program: what cargo built for it.
fn plugin() -> PathBuf {
    let program = std::env::current_exe().expect("a program");
    program.with_file_name("libstore_mystore.so")
}

#[test]
fn it_conforms() {
    let program = std::env::var("MOVIE_CONFORMANCE").unwrap_or("movie-conformance".to_string());
    // A durable store: .args(["--url", "mystore://{dir}/films", "--durable"])
    let ended = Command::new(&program).arg(plugin()).arg("--ends-without-memory").status();
    let status = ended.unwrap_or_else(|why| panic!("{program}: {why}; is it installed, or MOVIE_CONFORMANCE set?"));
    assert!(status.success(), "it does not conform: {status}");
}
