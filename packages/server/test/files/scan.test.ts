import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { scannerOf } from '../../src/features/files/scan.ts';
import type { Scanned } from '../../src/features/files/scan.ts';
import { silentLogger } from '../../src/logger.ts';
import { systemClock } from '../../src/system.ts';
import { latin1, sourceOf } from './media/samples.ts';

/** What all scanners know as a sample (eicar.org), in two halves, so that none takes this file for it. */
const EICAR = latin1(`X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-${'ANTIVIRUS-TEST-FILE'}!$H+H*`);
const CLEAN = latin1('nothing to see');

const directory = mkdtempSync(join(tmpdir(), 'posthorn-scan-'));
const programs = mkdtempSync(join(tmpdir(), 'posthorn-scan-programs-'));

after(async () => {
  assert.deepEqual(readdirSync(directory), []);
  await Promise.all([directory, programs].map((each) => rm(each, { recursive: true })));
});

interface Given {
  readonly scanFailure?: 'allow' | 'refuse';
  readonly scanTimeout?: number;
}

async function scan(scanFiles: string, bytes: Buffer, given: Given = {}): Promise<Scanned> {
  const options = { scanFiles, scanFailure: 'refuse', scanTimeout: 20_000, ...given };
  const scanner = scannerOf({ options, directory, clock: systemClock, logger: silentLogger });
  assert.ok(scanner !== undefined);
  try {
    return await scanner.scan(sourceOf(bytes), { user: 1 });
  } finally {
    await scanner.close();
  }
}

function program(name: string, ...lines: readonly string[]): string {
  const path = join(programs, name);
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
  chmodSync(path, 0o700);
  return path;
}

const REFUSED = { isAllowed: false, reason: 'it could not be scanned' };
const ALLOWED = { isAllowed: true, reason: '' };

describe('a scanner that is a command', () => {
  // The file's path is the last argument.
  const grep = program(
    'scan',
    '[ "$1" = --fast ] || exit 3',
    'grep -q EICAR- "$2" || exit 0',
    'echo "$2: Eicar-Test FOUND"',
    'exit 1',
  );

  it('lets through what is clean, and refuses the rest', async () => {
    assert.deepEqual(await scan(`${grep} --fast`, CLEAN), ALLOWED);
    assert.deepEqual(await scan(`${grep} --fast`, Buffer.alloc(0)), ALLOWED);
    assert.deepEqual(await scan(`${grep} --fast`, EICAR), {
      isAllowed: false,
      reason: 'file: Eicar-Test FOUND',
    });
  });

  it('that fails refuses, or lets through if the operator says so', async () => {
    for (const command of [grep, join(programs, 'absent'), program('dies', 'kill -9 $$')]) {
      assert.deepEqual(await scan(command, CLEAN), REFUSED);
      assert.deepEqual(await scan(command, CLEAN, { scanFailure: 'allow' }), ALLOWED);
    }
  });

  it('that hangs is killed, with what it has started', async () => {
    const hangs = program('hangs', 'sleep 600 &', 'wait');
    assert.deepEqual(await scan(hangs, CLEAN, { scanTimeout: 200 }), REFUSED);
  });

  it('knows no secrets of the server, and no shell reads its arguments', async () => {
    process.env['POSTHORN_SECRET'] = 'x';
    const looks = program('looks', '[ -z "$POSTHORN_SECRET" ] && [ "$1" = ";exit" ]');
    assert.deepEqual(await scan(`${looks} ;exit`, CLEAN), ALLOWED);
    delete process.env['POSTHORN_SECRET'];
  });
});

describe('a scanner that is called by HTTP', () => {
  let server: Server;
  let answer: (bytes: Buffer, response: ServerResponse) => void;

  before(async () => {
    server = createServer((request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => answer(Buffer.concat(chunks), response));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  function url(): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/scan`;
  }

  it('gets the bytes, and says whether they are clean', async () => {
    answer = (bytes, response) => {
      const clean = !bytes.includes('EICAR-');
      response.end(JSON.stringify({ clean, ...(!clean && { reason: 'Eicar\n\u202E Test' }) }));
    };
    assert.deepEqual(await scan(url(), Buffer.alloc(500_000, 'a')), ALLOWED);
    assert.deepEqual(await scan(url(), EICAR), { isAllowed: false, reason: 'Eicar Test' });
  });

  it('that fails refuses, or lets through if the operator says so', async () => {
    const answers: readonly ((response: ServerResponse) => void)[] = [
      (response) => response.writeHead(500).end('{"clean":true}'),
      (response) => response.end('fine'),
      (response) => response.end('{"clean":"yes"}'),
      (response) => response.end(`{"clean":true,"reason":"${'x'.repeat(100_000)}"}`),
      (response) => response.destroy(),
    ];
    for (const each of answers) {
      answer = (_bytes, response) => {
        each(response);
      };
      assert.deepEqual(await scan(url(), CLEAN), REFUSED);
      assert.deepEqual(await scan(url(), CLEAN, { scanFailure: 'allow' }), ALLOWED);
    }
  });

  it('that does not answer is not waited for', async () => {
    answer = () => {};
    assert.deepEqual(await scan(url(), CLEAN, { scanTimeout: 100 }), REFUSED);
    assert.deepEqual(await scan('http://127.0.0.1:1/', CLEAN), REFUSED);
  });
});
