/**
 * Database servers for measurements: on the measured disk, with enough memory for all pages of a run.
 *
 * @module
 */
import { startMariadb, startPostgres } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import type { Lab } from './lab.ts';

export type DatabaseName = 'PostgreSQL' | 'MariaDB';

/** Starts a database server that ends with the lab. Rejects with a MissingProgramError if it is not installed. */
export async function startDatabase(lab: Lab, name: DatabaseName): Promise<PrivateService> {
  const service = await STARTS[name](lab.parentDirectory);
  lab.onClose(() => service.remove());
  return service;
}

const STARTS: Readonly<Record<DatabaseName, (parentDirectory: string) => Promise<PrivateService>>> = {
  PostgreSQL: (parentDirectory) => startPostgres({ parentDirectory, settings: { shared_buffers: '256MB' } }),
  MariaDB: (parentDirectory) =>
    startMariadb({
      parentDirectory,
      settings: { 'innodb-buffer-pool-size': '256M', 'innodb-log-file-size': '256M' },
    }),
};
