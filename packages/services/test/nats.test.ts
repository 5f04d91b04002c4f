import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { MissingProgramError, startNats } from '../src/index.ts';

const skip = await missing();

describe('a private nats-server', { skip }, () => {
  it('keeps its address over a crash and a restart', async (t) => {
    const nats = await startNats();
    t.after(() => nats.remove());
    const { pid: first, url } = nats;
    assert.ok(first > 0);
    await nats.kill();
    assert.equal(nats.pid, 0);
    await nats.start();
    assert.equal(nats.url, url);
    assert.notEqual(nats.pid, first);
    assert.match(await greeting(url), /^INFO /);
  });

  it('can be stopped while it is paused, and twice', async () => {
    const nats = await startNats();
    nats.pause();
    await nats.stop();
    await nats.stop();
    await nats.remove();
    await nats.remove();
  });

  it('says what the program printed when it cannot start', async () => {
    await assert.rejects(startNats({ config: 'nonsense {' }), /did not start: .*Parse error/s);
  });
});

it('says how to install a program that is missing', async (t) => {
  const before = process.env['POSTHORN_NATS_SERVER'];
  t.after(() => {
    if (before === undefined) delete process.env['POSTHORN_NATS_SERVER'];
    else process.env['POSTHORN_NATS_SERVER'] = before;
  });
  process.env['POSTHORN_NATS_SERVER'] = '/nowhere/nats-server';
  await assert.rejects(startNats(), MissingProgramError);
});

async function missing(): Promise<string | false> {
  try {
    await (await startNats()).remove();
    return false;
  } catch (error) {
    if (error instanceof MissingProgramError) return error.message;
    throw error;
  }
}

function greeting(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
    socket.once('error', reject).once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
  });
}
