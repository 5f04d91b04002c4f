/**
 * The server as a library, for those who embed it and for tests.
 *
 * @module
 */
export { BlobError } from './blobs/blob-store.ts';
export type { BlobStore } from './blobs/blob-store.ts';
export { openDirectoryBlobStore } from './blobs/directory.ts';
export { openS3BlobStore } from './blobs/s3.ts';
export type { Bus } from './bus/bus.ts';
export { createMemoryBus } from './bus/memory.ts';
export { startServer } from './compose/server.ts';
export type { RunningServer, ServerParts } from './compose/parts.ts';
export { configWith, loadConfig } from './compose/options.ts';
export type { Config } from './compose/options.ts';
export { silentLogger } from './logger.ts';
export type { Logger } from './logger.ts';
export { DatabaseAddress } from './store/server/address.ts';
export { PublicUrl } from './config/public-url.ts';
export { createMemoryStore, openMysqlStore, openPostgresStore, openSqliteStore } from './compose/stores.ts';
export { StoreError } from './store/store.ts';
export type { Store } from './store/store.ts';
export { systemClock, systemRandom } from './system.ts';
