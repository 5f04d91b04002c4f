/**
 * Prosody, with its archive (mod_mam) off and in SQLite.
 *
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, freePort } from '@posthorn/services';
import type { Lab } from '../../src/lab.ts';
import type { Peer } from './peer.ts';
import { filledIn } from './filled-in.ts';
import { DEBIAN_LIBRARIES, findLibrary, output, startProgram } from '../../src/program.ts';
import { askSqlite, makeSqlite } from './sqlite.ts';
import { archivedIn, ROOM_ACK, UNARCHIVED, xmppDirect, xmppFanout } from './xmpp-peer.ts';
import type { RunningXmpp, StartXmpp } from './xmpp-peer.ts';

/** Paths of LuaDBI's driver, by version of Lua. */
const DRIVERS = DEBIAN_LIBRARIES.flatMap((folder) =>
  ['5.4', '5.3', '5.2', '5.1'].map((version) => `${folder}/lua/${version}/dbd`),
);

/** A single thread finishes a stanza before the next one, which asks for the ack. */
const COPIES =
  'The copies of sender and receiver are committed and synced before the ack. After a power loss every acked message is still there.';

export const prosodyOff: Peer = {
  name: 'prosody-off',
  title: 'Prosody, archive off',
  guarantee: UNARCHIVED,
  fanoutAck: ROOM_ACK,
  version,
  direct: xmppDirect(starting(false)),
  fanout: xmppFanout(starting(false)),
};

export const prosodySqlite: Peer = {
  name: 'prosody-sqlite',
  title: 'Prosody, archive in SQLite',
  guarantee: archivedIn('SQLite', COPIES),
  fanoutAck: ROOM_ACK,
  async version() {
    findLibrary(DRIVERS, 'sqlite3', 'lua-dbi-sqlite3');
    return version();
  },
  direct: xmppDirect(starting(true)),
  fanout: xmppFanout(starting(true)),
};

async function version(): Promise<string> {
  program();
  const text = await output('prosodyctl', ['--root', 'about']);
  return /^Prosody ([\d.]+)/m.exec(text)?.[1] ?? 'unknown';
}

function starting(hasArchive: boolean): StartXmpp {
  return async (lab: Lab): Promise<RunningXmpp> => {
    const [directory, port] = [await lab.directory(), await freePort()];
    await mkdir(join(directory, 'certs'));
    const [config, file] = [join(directory, 'prosody.cfg.lua'), join(directory, 'archive.db')];
    if (hasArchive) makeSqlite(file);
    const values = {
      port,
      directory,
      modules: hasArchive ? '"mam"' : '',
      roomModules: hasArchive ? '"muc_mam"' : '',
      storage: hasArchive ? `{ archive = "sql", muc_log = "sql" }` : '"internal"',
      file,
    };
    await writeFile(config, await filledIn('config/prosody.cfg.lua', values));
    const { pid, end } = await startProgram(lab, { command: [program(), '--config', config], port });
    const archived = async (): Promise<number> => askSqlite(file, 'SELECT count(*) FROM prosodyarchive');
    return { port, pids: [pid], end, ...(hasArchive && { archived }) };
  };
}

function program(): string {
  return findProgram({ command: 'prosody', variable: 'POSTHORN_PROSODY', aptPackage: 'prosody' });
}
