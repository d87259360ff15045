#pragma once

#include <cstdint>

/// What a network does to a store that keeps its films elsewhere: messages are lost, connections
/// reset, everything stands still. This program defines the C library's connect, so that what a
/// plug-in that it loads connects to over TCP, by whatever URL, is reached through a proxy. Not so
/// what asks the kernel itself, as a program in Go does, nor a Unix socket. Under sanitizers, which
/// define the same call, none of it works.
namespace movie::conformance::network {

enum class Cut {
  request_lost,  ///< it never arrives; the connection is reset
  request_last,  ///< it arrives; the connection ends before an answer
  answer_lost,   ///< what it asks for is done; the answer never comes, the connection is reset
  death,         ///< of this process, with SIGKILL, before the message passes, of whichever side
  stall          ///< it waits, and so does all else, on each connection, until mended
};
struct Fault {
  Cut cut;
  std::uint64_t nth = 1;  ///< counted from 1: what one side sent and came in one piece
};

/// From now on what this process connects to is reached through here.
void stand_between();
/// From now on messages are counted (requests, answers; both for stall and death), and that one
/// fails.
void fail(const Fault& fault);
/// Nothing fails any more. Returns, once servers have done with all that clients sent who are gone,
/// how many messages were counted. Throws std::runtime_error: they have not after 10 s.
std::uint64_t mend();

}  // namespace movie::conformance::network
