export { startMariadb } from './mariadb.ts';
export type { MariadbOptions } from './mariadb.ts';
export { startNats } from './nats.ts';
export type { NatsOptions } from './nats.ts';
export { startPostgres } from './postgres.ts';
export type { PostgresOptions } from './postgres.ts';
export { freePort } from './program.ts';
export { MissingProgramError } from './service.ts';
export type { PrivateService } from './service.ts';
