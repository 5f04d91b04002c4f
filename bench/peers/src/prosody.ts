/**
 * Prosody, with its archive (mod_mam) off and in files.
 *
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, freePort } from '@posthorn/services';
import type { Lab } from '../../src/lab.ts';
import type { Peer } from './peer.ts';
import { filledIn, output, startProgram } from './program.ts';
import { xmppDirect, xmppFanout } from './xmpp-peer.ts';
import type { RunningXmpp, StartXmpp } from './xmpp-peer.ts';

const ACK = '`<a/>` of XEP-0198';

const COMMON = {
  fanoutAck: 'one’s own message comes back',
  aptPackages: ['prosody'],
  async version(): Promise<string> {
    program();
    const text = await output('prosodyctl', ['--root', 'about']);
    return /^Prosody ([\d.]+)/m.exec(text)?.[1] ?? 'unknown';
  },
} as const;

export const prosodyOff: Peer = {
  ...COMMON,
  name: 'prosody-off',
  title: 'Prosody, archive off',
  guarantee: { ack: ACK, stored: 'nowhere', isSynced: false },
  direct: xmppDirect(starting(false)),
  fanout: xmppFanout(starting(false)),
};

export const prosodyArchive: Peer = {
  ...COMMON,
  name: 'prosody-archive',
  title: 'Prosody, archive in files',
  guarantee: { ack: ACK, stored: 'file', isSynced: false },
  direct: xmppDirect(starting(true)),
  fanout: xmppFanout(starting(true)),
};

function starting(hasArchive: boolean): StartXmpp {
  return async (lab: Lab): Promise<RunningXmpp> => {
    const [directory, port] = [await lab.directory(), await freePort()];
    await mkdir(join(directory, 'certs'));
    const config = join(directory, 'prosody.cfg.lua');
    const values = {
      port,
      directory,
      modules: hasArchive ? '"mam"' : '',
      roomModules: hasArchive ? '"muc_mam"' : '',
      storage: hasArchive ? 'default_archive_policy = true' : '',
    };
    await writeFile(config, await filledIn('prosody.cfg.lua', values));
    const end = await startProgram(lab, { command: [program(), '--config', config], port });
    return { port, end };
  };
}

function program(): string {
  return findProgram({ command: 'prosody', variable: 'POSTHORN_PROSODY', aptPackage: 'prosody' });
}
