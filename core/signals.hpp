#pragma once

namespace movie {

/// From here on SIGTERM and SIGINT are taken by a thread of their own, whatever the others wait
/// for. Every thread started later inherits them blocked, so this comes before any other starts.
/// Until hold_signals() the first one ends the program at once, with 0: nothing is being served.
void take_signals();

/// From here on the first one is what wait_for_signal() waits for, and a second one ends the
/// program at once.
void hold_signals();

/// Returns its number. Once.
int wait_for_signal();

}  // namespace movie
