/**
 * Checks the settings of MariaDB and MySQL that promise 1 depends on.
 *
 * @module
 */
import { StoreError } from '../store.ts';

/** Server variables by name. */
export type Variables = ReadonlyMap<string, string>;

/** Throws if acknowledged messages could be lost, and says what to change. Returns warnings. */
export function checkDurability(variables: Variables): readonly string[] {
  const flush = variables.get('innodb_flush_log_at_trx_commit');
  if (flush !== '1') {
    throw lossy(`innodb_flush_log_at_trx_commit = ${flush}`, 'innodb_flush_log_at_trx_commit = 1');
  }
  const hasBinlog = variables.get('log_bin') === 'ON';
  const sync = variables.get('sync_binlog');
  // After a power cut, transactions missing from the binary log are rolled back in the tables too.
  if (hasBinlog && sync !== '1') throw lossy(`a binary log and sync_binlog = ${sync}`, 'sync_binlog = 1');
  if (hasBinlog && variables.get('binlog_format') === 'STATEMENT') {
    throw new StoreError(
      'unavailable',
      'The database runs with binlog_format = STATEMENT, which our transactions cannot be written in: set ROW or MIXED.',
    );
  }
  if (variables.get('innodb_doublewrite') !== 'OFF') return [];
  return [
    'The database runs with innodb_doublewrite = OFF: after a power cut its data may be damaged, unless its file ' +
      'system writes pages whole.',
  ];
}

function lossy(found: string, wanted: string): StoreError {
  return new StoreError(
    'unavailable',
    `The database runs with ${found}, so acknowledged messages could be lost: set ${wanted} in its configuration.`,
  );
}
