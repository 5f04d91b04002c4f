/**
 * ejabberd, with its archive (mod_mam) off, in SQLite, and in PostgreSQL.
 *
 * @module
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, freePort } from '@posthorn/services';
import type { Lab } from '../../src/lab.ts';
import type { Peer } from './peer.ts';
import { postgresVersion, startPostgres } from './postgres.ts';
import { filledIn } from './filled-in.ts';
import { DEBIAN_LIBRARIES, findLibrary, startProgram } from '../../src/program.ts';
import { askSqlite, makeSqlite } from './sqlite.ts';
import { archivedIn, ROOM_ACK, UNARCHIVED, xmppDirect, xmppFanout } from './xmpp-peer.ts';
import type { RunningXmpp, StartXmpp } from './xmpp-peer.ts';

type Archive = 'off' | 'sqlite' | 'postgresql';

const SCHEMAS = '/usr/share/ejabberd/sql';
const COUNT = 'SELECT count(*) FROM archive';

/** From user_send_packet and user_receive_packet in mod_mam.erl. */
const COPIES =
  'The sender’s copy is committed and synced before the ack; the receiver’s copy before its delivery, which may be after the ack. After a power loss the message is in its sender’s archive, but may be missing in its receiver’s.';

/** Debian's directory of Erlang libraries. */
const ERLANG_LIBRARIES = ['/usr/lib/erlang/lib', ...DEBIAN_LIBRARIES];

export const ejabberdOff: Peer = {
  name: 'ejabberd-off',
  title: 'ejabberd, archive off',
  guarantee: UNARCHIVED,
  fanoutAck: ROOM_ACK,
  version,
  direct: xmppDirect(starting('off')),
  fanout: xmppFanout(starting('off')),
};

export const ejabberdSqlite: Peer = {
  name: 'ejabberd-sqlite',
  title: 'ejabberd, archive in SQLite',
  guarantee: archivedIn('SQLite', COPIES),
  fanoutAck: ROOM_ACK,
  async version() {
    findLibrary(ERLANG_LIBRARIES, 'p1_sqlite3-', 'erlang-p1-sqlite3');
    return version();
  },
  direct: xmppDirect(starting('sqlite')),
  fanout: xmppFanout(starting('sqlite')),
};

export const ejabberdPostgres: Peer = {
  name: 'ejabberd-postgresql',
  title: 'ejabberd, archive in PostgreSQL',
  guarantee: archivedIn('PostgreSQL', COPIES),
  fanoutAck: ROOM_ACK,
  async version() {
    findLibrary(ERLANG_LIBRARIES, 'p1_pgsql-', 'erlang-p1-pgsql');
    return `${await version()} with PostgreSQL ${await postgresVersion()}`;
  },
  direct: xmppDirect(starting('postgresql')),
  fanout: xmppFanout(starting('postgresql')),
};

function starting(archive: Archive): StartXmpp {
  return async (lab: Lab): Promise<RunningXmpp> => {
    const [directory, port] = [await lab.directory(), await freePort()];
    await mkdir(join(directory, 'mnesia'));
    const database = await makeDatabase(lab, archive, directory);
    const isOff = archive === 'off';
    const config = join(directory, 'ejabberd.yml');
    const values = {
      port,
      database: database.lines,
      modules: isOff ? '' : '  mod_mam:\n    db_type: sql\n    default: always\n    use_cache: true\n',
      roomArchive: String(!isOff),
    };
    await writeFile(config, await filledIn('config/ejabberd.yml', values));
    const { pid, end } = await startProgram(lab, {
      command: [erlang(), ...ERLANG_OPTIONS, '-mnesia', 'dir', `"${directory}/mnesia"`, '-s', 'ejabberd'],
      port,
      env: {
        EJABBERD_CONFIG_PATH: config,
        EJABBERD_LOG_PATH: join(directory, 'ejabberd.log'),
        ERL_CRASH_DUMP_SECONDS: '0',
        ERL_LIBS: ejabberd().folder,
        ERL_MAX_PORTS: '32000',
        HOME: directory,
      },
    });
    const { archived } = database;
    return { port, pids: [pid, ...database.pids], end, ...(archived !== undefined && { archived }) };
  };
}

/**
 * The options of ejabberdctl, without a network name. No scheduler may spin while it waits (erl(1), +sbwt): on a
 * single core it would take time from the other schedulers and from the database.
 */
const ERLANG_OPTIONS = [
  '+K',
  'true',
  '+P',
  '250000',
  '+sbwt',
  'none',
  '+sbwtdcpu',
  'none',
  '+sbwtdio',
  'none',
  '-noshell',
  '-noinput',
];

interface Database {
  /** For ejabberd.yml. */
  readonly lines: string;
  readonly pids: readonly number[];
  readonly archived?: () => Promise<number>;
}

async function makeDatabase(lab: Lab, archive: Archive, directory: string): Promise<Database> {
  switch (archive) {
    case 'off':
      return { lines: '', pids: [] };
    case 'sqlite': {
      const file = join(directory, 'archive.db');
      makeSqlite(file, await readFile(`${SCHEMAS}/lite.sql`, 'utf8'));
      return {
        lines: `sql_type: sqlite\nsql_database: "${file}"`,
        pids: [],
        archived: async () => askSqlite(file, COUNT),
      };
    }
    case 'postgresql': {
      const { pid, port, user, database, ask } = await startPostgres(lab, `${SCHEMAS}/pg.sql`);
      return {
        lines: `sql_type: pgsql\nsql_server: 127.0.0.1\nsql_port: ${port}\nsql_username: ${user}\nsql_database: ${database}\nsql_pool_size: 40`,
        pids: [pid],
        archived: async () => Number(await ask(COUNT)),
      };
    }
  }
}

function erlang(): string {
  return findProgram({ command: 'erl', variable: 'POSTHORN_ERLANG', aptPackage: 'ejabberd' });
}

function ejabberd(): { readonly folder: string; readonly entry: string } {
  return findLibrary(DEBIAN_LIBRARIES, 'ejabberd-', 'ejabberd');
}

async function version(): Promise<string> {
  erlang();
  return /[\d.]+/.exec(ejabberd().entry)?.[0] ?? 'unknown';
}
