/**
 * ejabberd, with its archive (mod_mam) off, in SQLite, and in PostgreSQL.
 *
 * @module
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, freePort, MissingProgramError } from '@posthorn/services';
import type { Lab } from '../../src/lab.ts';
import type { Peer } from './peer.ts';
import { startPostgres } from './postgres.ts';
import { filledIn, output, startProgram } from './program.ts';
import { xmppDirect, xmppFanout } from './xmpp-peer.ts';
import type { RunningXmpp, StartXmpp } from './xmpp-peer.ts';

type Archive = 'off' | 'sqlite' | 'postgresql';

const SCHEMAS = '/usr/share/ejabberd/sql';
const ACK = '`<a/>` of XEP-0198';

/** Where Debian puts the Erlang libraries that are ejabberd's. */
const LIBRARIES = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib'];

const COMMON = {
  fanoutAck: 'one’s own message comes back',
  async version(): Promise<string> {
    erlang();
    return (await libraries()).version;
  },
} as const;

export const ejabberdOff: Peer = {
  ...COMMON,
  name: 'ejabberd-off',
  title: 'ejabberd, archive off',
  aptPackages: ['ejabberd'],
  guarantee: { ack: ACK, stored: 'nowhere', isSynced: false },
  direct: xmppDirect(starting('off')),
  fanout: xmppFanout(starting('off')),
};

export const ejabberdSqlite: Peer = {
  ...COMMON,
  name: 'ejabberd-sqlite',
  title: 'ejabberd, archive in SQLite',
  aptPackages: ['ejabberd', 'erlang-p1-sqlite3', 'sqlite3'],
  guarantee: { ack: ACK, stored: 'database', isSynced: true },
  direct: xmppDirect(starting('sqlite')),
  fanout: xmppFanout(starting('sqlite')),
};

export const ejabberdPostgres: Peer = {
  ...COMMON,
  name: 'ejabberd-postgresql',
  title: 'ejabberd, archive in PostgreSQL',
  aptPackages: ['ejabberd', 'erlang-p1-pgsql', 'postgresql'],
  guarantee: { ack: ACK, stored: 'database', isSynced: true },
  direct: xmppDirect(starting('postgresql')),
};

function starting(archive: Archive): StartXmpp {
  return async (lab: Lab): Promise<RunningXmpp> => {
    const [directory, port] = [await lab.directory(), await freePort()];
    await mkdir(join(directory, 'mnesia'));
    const database = await databaseLines(lab, archive, directory);
    const isOff = archive === 'off';
    const config = join(directory, 'ejabberd.yml');
    const modules = isOff ? '' : '  mod_mam:\n    db_type: sql\n    default: always\n    use_cache: true\n';
    await writeFile(
      config,
      await filledIn('ejabberd.yml', { port, database, modules, roomArchive: String(!isOff) }),
    );
    const end = await startProgram(lab, {
      // What ejabberdctl does, without a name in the network.
      command: [
        erlang(),
        '+K',
        'true',
        '+P',
        '250000',
        '-noshell',
        '-noinput',
        '-mnesia',
        'dir',
        `"${directory}/mnesia"`,
        '-s',
        'ejabberd',
      ],
      port,
      env: {
        EJABBERD_CONFIG_PATH: config,
        EJABBERD_LOG_PATH: join(directory, 'ejabberd.log'),
        ERL_CRASH_DUMP_SECONDS: '0',
        ERL_LIBS: (await libraries()).directory,
        ERL_MAX_PORTS: '32000',
        HOME: directory,
      },
    });
    return { port, end };
  };
}

async function databaseLines(lab: Lab, archive: Archive, directory: string): Promise<string> {
  switch (archive) {
    case 'off':
      return '';
    case 'sqlite': {
      const file = join(directory, 'archive.db');
      await output('sqlite3', [file, `.read ${SCHEMAS}/lite.sql`]);
      return `sql_type: sqlite\nsql_database: "${file}"`;
    }
    case 'postgresql': {
      const { port, user, database } = await startPostgres(lab, `${SCHEMAS}/pg.sql`);
      return `sql_type: pgsql\nsql_server: 127.0.0.1\nsql_port: ${port}\nsql_username: ${user}\nsql_database: ${database}`;
    }
  }
}

function erlang(): string {
  return findProgram({ command: 'erl', variable: 'POSTHORN_ERLANG', aptPackage: 'ejabberd' });
}

async function libraries(): Promise<{ readonly directory: string; readonly version: string }> {
  for (const directory of LIBRARIES) {
    const names = await readdir(directory).catch(() => []);
    const found = names
      .map((name) => /^ejabberd-([\d.]+)/.exec(name)?.[1])
      .find((each) => each !== undefined);
    if (found !== undefined) return { directory, version: found };
  }
  throw new MissingProgramError('ejabberd is not installed: "apt-get install ejabberd" on Debian.');
}
