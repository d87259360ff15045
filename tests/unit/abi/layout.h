/* Where every member of movie/store.h stands: on 64-bit machines, and on i386. A change here breaks plug-ins that are out there:
 * structs grow at their end only. Compiled in each language mode. */
#include <movie/store.h>
#include <movie/store.h> /* twice, as happens */
#include <stddef.h>

#if defined(__cplusplus)
#define HOLDS(condition, name) static_assert(condition, #name)
#elif __STDC_VERSION__ >= 201112L
#define HOLDS(condition, name) _Static_assert(condition, #name)
#else
#define HOLDS(condition, name) typedef char name[(condition) ? 1 : -1]
#endif
#define SIZE(type, bytes) HOLDS(sizeof(type) == (bytes), size_of_##type)
#define AT(type, member, offset) HOLDS(offsetof(type, member) == (offset), offset_of_##type##_##member)

#if UINTPTR_MAX == UINT64_MAX
/* clang-format off */

SIZE(movie_text, 16);
AT(movie_text, data, 0);
AT(movie_text, size, 8);

SIZE(movie_option, 32);
AT(movie_option, name, 0);
AT(movie_option, value, 16);

SIZE(movie_row, 64);
AT(movie_row, struct_size, 0);
AT(movie_row, year, 4);
AT(movie_row, id, 8);
AT(movie_row, title, 16);
AT(movie_row, genre, 32);
AT(movie_row, title_key, 48);

SIZE(movie_query, 72);
AT(movie_query, struct_size, 0);
AT(movie_query, n_genres, 4);
AT(movie_query, genres, 8);
AT(movie_query, skip, 16);
AT(movie_query, limit, 24);
AT(movie_query, after, 32);
AT(movie_query, year_min, 40);
AT(movie_query, year_max, 44);
AT(movie_query, sort, 48);
AT(movie_query, descending, 52);
AT(movie_query, n_contains, 56);
AT(movie_query, contains, 64);

SIZE(movie_result, 40);
AT(movie_result, struct_size, 0);
AT(movie_result, status, 4);
AT(movie_result, native, 8);
AT(movie_result, reserved, 12);
AT(movie_result, count, 16);
AT(movie_result, message, 24);
AT(movie_result, message_size, 32);

SIZE(movie_memo, 56);
AT(movie_memo, struct_size, 0);
AT(movie_memo, lifetime_s, 4);
AT(movie_memo, key, 8);
AT(movie_memo, digest, 24);
AT(movie_memo, now_s, 40);
AT(movie_memo, most, 48);

SIZE(movie_op, 96);
AT(movie_op, struct_size, 0);
AT(movie_op, code, 4);
AT(movie_op, require, 8);
AT(movie_op, hint, 12);
AT(movie_op, id, 16);
AT(movie_op, fields, 24);
AT(movie_op, row, 32);
AT(movie_op, query, 40);
AT(movie_op, emit, 48);
AT(movie_op, next, 56);
AT(movie_op, ctx, 64);
AT(movie_op, result, 72);
AT(movie_op, expect, 80);
AT(movie_op, memo, 88);

SIZE(movie_call, 48);
AT(movie_call, struct_size, 0);
AT(movie_call, require, 4);
AT(movie_call, deadline_ns, 8);
AT(movie_call, trace, 16);
AT(movie_call, n_ops, 32);
AT(movie_call, ops, 40);

SIZE(movie_error, 24);
AT(movie_error, struct_size, 0);
AT(movie_error, native, 4);
AT(movie_error, message, 8);
AT(movie_error, message_size, 16);

SIZE(movie_host, 24);
AT(movie_host, struct_size, 0);
AT(movie_host, abi_minor, 4);
AT(movie_host, ctx, 8);
AT(movie_host, log, 16);

SIZE(movie_open, 48);
AT(movie_open, struct_size, 0);
AT(movie_open, n_options, 4);
AT(movie_open, options, 8);
AT(movie_open, url, 16);
AT(movie_open, host, 32);
AT(movie_open, deadline_ns, 40);

SIZE(movie_limits, 32);
AT(movie_limits, struct_size, 0);
AT(movie_limits, flags, 4);
AT(movie_limits, max_sessions, 8);
AT(movie_limits, max_writers, 12);
AT(movie_limits, max_batch, 16);
AT(movie_limits, reserved, 20);
AT(movie_limits, no_wait_ops, 24);

SIZE(movie_step, 64);
AT(movie_step, struct_size, 0);
AT(movie_step, number, 4);
AT(movie_step, state, 8);
AT(movie_step, min_reader, 12);
AT(movie_step, name, 16);
AT(movie_step, checksum, 32);
AT(movie_step, text, 48);

SIZE(movie_migration, 32);
AT(movie_migration, struct_size, 0);
AT(movie_migration, mode, 4);
AT(movie_migration, deadline_ns, 8);
AT(movie_migration, report, 16);
AT(movie_migration, ctx, 24);

SIZE(movie_figure, 32);
AT(movie_figure, struct_size, 0);
AT(movie_figure, kind, 4);
AT(movie_figure, name, 8);
AT(movie_figure, value, 24);

SIZE(movie_plugin, 96);
AT(movie_plugin, abi_major, 0);
AT(movie_plugin, abi_minor, 4);
AT(movie_plugin, struct_size, 8);
AT(movie_plugin, host_minor, 12);
AT(movie_plugin, name, 16);
AT(movie_plugin, version, 24);
AT(movie_plugin, capabilities, 32);
AT(movie_plugin, open, 40);
AT(movie_plugin, close, 48);
AT(movie_plugin, session_open, 56);
AT(movie_plugin, session_close, 64);
AT(movie_plugin, execute, 72);
AT(movie_plugin, migrate, 80);
AT(movie_plugin, figures, 88);

SIZE(movie_note, 112);
AT(movie_note, namesz, 0);
AT(movie_note, descsz, 4);
AT(movie_note, type, 8);
AT(movie_note, owner, 12);
AT(movie_note, abi_major, 24);
AT(movie_note, abi_minor, 28);
AT(movie_note, host_minor, 32);
AT(movie_note, reserved, 36);
AT(movie_note, capabilities, 40);
AT(movie_note, name, 48);
AT(movie_note, version, 80);
/* clang-format on */

#elif defined(__i386__)
/* clang-format off */

SIZE(movie_text, 12);
AT(movie_text, data, 0);
AT(movie_text, size, 4);

SIZE(movie_option, 24);
AT(movie_option, name, 0);
AT(movie_option, value, 12);

SIZE(movie_row, 52);
AT(movie_row, struct_size, 0);
AT(movie_row, year, 4);
AT(movie_row, id, 8);
AT(movie_row, title, 16);
AT(movie_row, genre, 28);
AT(movie_row, title_key, 40);

SIZE(movie_query, 64);
AT(movie_query, struct_size, 0);
AT(movie_query, n_genres, 4);
AT(movie_query, genres, 8);
AT(movie_query, skip, 12);
AT(movie_query, limit, 20);
AT(movie_query, after, 28);
AT(movie_query, year_min, 36);
AT(movie_query, year_max, 40);
AT(movie_query, sort, 44);
AT(movie_query, descending, 48);
AT(movie_query, n_contains, 52);
AT(movie_query, contains, 60);

SIZE(movie_result, 36);
AT(movie_result, struct_size, 0);
AT(movie_result, status, 4);
AT(movie_result, native, 8);
AT(movie_result, reserved, 12);
AT(movie_result, count, 16);
AT(movie_result, message, 24);
AT(movie_result, message_size, 28);

SIZE(movie_memo, 48);
AT(movie_memo, struct_size, 0);
AT(movie_memo, lifetime_s, 4);
AT(movie_memo, key, 8);
AT(movie_memo, digest, 20);
AT(movie_memo, now_s, 32);
AT(movie_memo, most, 40);

SIZE(movie_op, 64);
AT(movie_op, struct_size, 0);
AT(movie_op, code, 4);
AT(movie_op, require, 8);
AT(movie_op, hint, 12);
AT(movie_op, id, 16);
AT(movie_op, fields, 24);
AT(movie_op, row, 32);
AT(movie_op, query, 36);
AT(movie_op, emit, 40);
AT(movie_op, next, 44);
AT(movie_op, ctx, 48);
AT(movie_op, result, 52);
AT(movie_op, expect, 56);
AT(movie_op, memo, 60);

SIZE(movie_call, 40);
AT(movie_call, struct_size, 0);
AT(movie_call, require, 4);
AT(movie_call, deadline_ns, 8);
AT(movie_call, trace, 16);
AT(movie_call, n_ops, 28);
AT(movie_call, ops, 36);

SIZE(movie_error, 20);
AT(movie_error, struct_size, 0);
AT(movie_error, native, 4);
AT(movie_error, message, 8);
AT(movie_error, message_size, 12);

SIZE(movie_host, 16);
AT(movie_host, struct_size, 0);
AT(movie_host, abi_minor, 4);
AT(movie_host, ctx, 8);
AT(movie_host, log, 12);

SIZE(movie_open, 36);
AT(movie_open, struct_size, 0);
AT(movie_open, n_options, 4);
AT(movie_open, options, 8);
AT(movie_open, url, 12);
AT(movie_open, host, 24);
AT(movie_open, deadline_ns, 28);

SIZE(movie_limits, 32);
AT(movie_limits, struct_size, 0);
AT(movie_limits, flags, 4);
AT(movie_limits, max_sessions, 8);
AT(movie_limits, max_writers, 12);
AT(movie_limits, max_batch, 16);
AT(movie_limits, reserved, 20);
AT(movie_limits, no_wait_ops, 24);

SIZE(movie_step, 52);
AT(movie_step, struct_size, 0);
AT(movie_step, number, 4);
AT(movie_step, state, 8);
AT(movie_step, min_reader, 12);
AT(movie_step, name, 16);
AT(movie_step, checksum, 28);
AT(movie_step, text, 40);

SIZE(movie_migration, 24);
AT(movie_migration, struct_size, 0);
AT(movie_migration, mode, 4);
AT(movie_migration, deadline_ns, 8);
AT(movie_migration, report, 16);
AT(movie_migration, ctx, 20);

SIZE(movie_figure, 28);
AT(movie_figure, struct_size, 0);
AT(movie_figure, kind, 4);
AT(movie_figure, name, 8);
AT(movie_figure, value, 20);

SIZE(movie_plugin, 60);
AT(movie_plugin, abi_major, 0);
AT(movie_plugin, abi_minor, 4);
AT(movie_plugin, struct_size, 8);
AT(movie_plugin, host_minor, 12);
AT(movie_plugin, name, 16);
AT(movie_plugin, version, 20);
AT(movie_plugin, capabilities, 24);
AT(movie_plugin, open, 32);
AT(movie_plugin, close, 36);
AT(movie_plugin, session_open, 40);
AT(movie_plugin, session_close, 44);
AT(movie_plugin, execute, 48);
AT(movie_plugin, migrate, 52);
AT(movie_plugin, figures, 56);

SIZE(movie_note, 112);
AT(movie_note, namesz, 0);
AT(movie_note, descsz, 4);
AT(movie_note, type, 8);
AT(movie_note, owner, 12);
AT(movie_note, abi_major, 24);
AT(movie_note, abi_minor, 28);
AT(movie_note, host_minor, 32);
AT(movie_note, reserved, 36);
AT(movie_note, capabilities, 40);
AT(movie_note, name, 48);
AT(movie_note, version, 80);
/* clang-format on */
#endif

MOVIE_PLUGIN_NOTE("layout", "1.0", MOVIE_FILTER | MOVIE_MANY);
HOLDS(sizeof(movie_plugin_note) == 12 + 12 + 88, size_of_a_whole_note);
