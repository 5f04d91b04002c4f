/**
 * Memory settings of a server's process, as the launcher of `posthorn start` makes them: a process that has them from the
 * beginning does not have to start again. A test compares the two.
 *
 * @module
 */

/** For the environment. Read by glibc alone. */
export const MALLOC = { MALLOC_MMAP_THRESHOLD_: '4194304', MALLOC_TRIM_THRESHOLD_: '1048576' } as const;
