/**
 * Messages of the past, which an import has written (features/import).
 *
 * @module
 */

/** How their client ids begin. No client can send one that does (router/ids.ts). */
export const IMPORTED_PREFIX = '\u0001import-';
