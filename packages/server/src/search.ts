/**
 * The search index without a server: for measurements and tools.
 *
 * @module
 */
export { codesOf } from './features/search/analyser/codes.ts';
export { parseQuery } from './features/search/analyser/query.ts';
export type { Query } from './features/search/analyser/query.ts';
export { ANALYSER_VERSION } from './features/search/analyser/version.ts';
export { createMemoryIndex } from './features/search/index/memory.ts';
export { openMysqlIndex } from './features/search/index/mysql.ts';
export { openPostgresIndex } from './features/search/index/postgres.ts';
export { openSqliteIndex } from './features/search/index/sqlite.ts';
export type {
  Hit,
  IndexChanges,
  IndexDocument,
  IndexPage,
  IndexQuestion,
  Reach,
  SearchIndex,
} from './features/search/index/search-index.ts';
