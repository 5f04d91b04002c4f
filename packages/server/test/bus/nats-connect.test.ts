import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { freePort } from '@posthorn/services';
import { nkeys } from '@nats-io/transport-node';
import { BusError } from '../../src/bus/bus.ts';
import { parseNatsAddress } from '../../src/bus/nats/address.ts';
import { fakeNats } from './support/fake-nats.ts';
import { busOf, bytes, listen, natsOf, openBus, whyNoNats } from './support/nats-bus.ts';

const skip = await whyNoNats();

describe('the address of NATS', () => {
  it('names servers, TLS and a login, and keeps the login out of the servers', () => {
    assert.deepEqual(parseNatsAddress('nats://ann:s%40cret@one,nats://two:5222'), {
      servers: ['one:4222', 'two:5222'],
      isTlsRequired: false,
      isLoopback: false,
      login: { kind: 'password', user: 'ann', password: 's@cret' },
    });
    assert.deepEqual(parseNatsAddress('tls://t0ken@[::1]:4443'), {
      servers: ['[::1]:4443'],
      isTlsRequired: true,
      isLoopback: true,
      login: { kind: 'token', token: 't0ken' },
    });
  });

  it('is refused in words that hold no secret', () => {
    for (const wrong of [
      'redis://u:secret@x',
      'u:secret@x',
      'nats://u:secret@x/path',
      'nats://',
      'nats://u:secret@x,tls://u:secret@y',
      'nats://u:secret@x,nats://v:secret@y',
    ]) {
      assert.throws(
        () => parseNatsAddress(wrong),
        (error) =>
          error instanceof Error && error.message.startsWith('must') && !/secret/.test(error.message),
        wrong,
      );
    }
  });

  it('says how a password is written that a URL cannot hold', () => {
    for (const start of ['secret', '12', 's@cret/d', '1@2']) {
      for (const reserved of ['/', '#', '?', '%', ',']) {
        const text = `nats://a:${start}${reserved}secret@h`;
        assert.throws(
          () => parseNatsAddress(text),
          ({ message }: Error) => /write \/ as %2F.*% as %25$/.test(message) && !message.includes('secret'),
          text,
        );
      }
    }
  });
});

describe('the first connection to NATS', { skip }, () => {
  it('is waited for, and given up in words that say what to do', async () => {
    const port = await freePort();
    await assert.rejects(
      openBus(`nats://ann:secret@127.0.0.1:${port}`, { connectTimeoutMs: 100 }),
      says(/cannot be reached at 127\.0\.0\.1:\d+ .*Start nats-server, or correct --bus/),
    );
  });

  it('is not tried with a file that is not there', async () => {
    for (const name of ['ca', 'cert', 'key']) {
      const tls = { [name]: '/nowhere.pem' };
      await assert.rejects(
        openBus('nats://127.0.0.1:1', { tls }),
        says(new RegExp(`--bus-${name} cannot be read: /nowhere.pem`)),
      );
    }
  });

  it('comes about when the server starts later', async (t) => {
    const port = await freePort();
    const bus = openBus(`nats://127.0.0.1:${port}`);
    await natsOf(t, { port });
    await (await bus).close();
  });

  it('takes another server when one is not there', async (t) => {
    const nats = await natsOf(t);
    const bus = await busOf(t, `nats://127.0.0.1:${await freePort()},${nats.url}`);
    await bus.ready();
  });

  it('is not tried again with a wrong login, which is not repeated to anybody', async (t) => {
    const config = 'authorization { user: ann, password: right }';
    const nats = await natsOf(t, { config, credentials: 'ann:wrongsecret@' });
    await assert.rejects(openBus(nats.url), says(/refuses the login/));
    const right = await busOf(t, nats.url.replace('wrongsecret', 'right'));
    await right.ready();
  });

  it('is made with a token', async (t) => {
    const nats = await natsOf(t, { config: 'authorization { token: t0ken }', credentials: 't0ken@' });
    await (await busOf(t, nats.url)).ready();
  });

  it('is made with a credentials file; one that makes no sense is refused', async (t) => {
    const folder = await folderOf(t);
    const { config, credentials } = await operatorMode();
    const nats = await natsOf(t, { config });
    const [right, wrong] = [join(folder, 'right.creds'), join(folder, 'wrong.creds')];
    await writeFile(right, credentials);
    await writeFile(wrong, 'secret');
    const bus = await busOf(t, nats.url, { credentialsFile: right });
    await bus.ready();
    await assert.rejects(openBus(nats.url), says(/refuses the login/));
    await assert.rejects(openBus(nats.url, { credentialsFile: wrong }), says(/is no NATS credentials file/));
    const missing = join(folder, 'missing.creds');
    await assert.rejects(openBus(nats.url, { credentialsFile: missing }), says(/cannot be read/));
  });

  it('is encrypted when the address says so, and the certificate must be right', async (t) => {
    const files = certificate(await folderOf(t));
    if (files === undefined) return t.skip('openssl is not installed');
    const config = `tls { cert_file: "${files.cert}", key_file: "${files.key}" }`;
    const nats = await natsOf(t, { config });
    const url = nats.url.replace('nats://', 'tls://').replace('127.0.0.1', 'localhost');
    const bus = await busOf(t, url, { tls: { ca: files.cert } });
    const here = listen(bus, 'x');
    await bus.ready();
    bus.publish('x', bytes('hello'));
    await here.until(1);
    await assert.rejects(openBus(url, { connectTimeoutMs: 100 }), says(/self-signed certificate/));
    const plain = await natsOf(t);
    await assert.rejects(
      openBus(plain.url.replace('nats://', 'tls://'), { connectTimeoutMs: 100 }),
      says(/does not support 'tls'/),
    );
  });

  it('is refused by a server that cannot say that nobody listens', async (t) => {
    const old = await fakeNats(t, { headers: false });
    await assert.rejects(openBus(old.url), says(/too old/));
  });
});

/** A BusError `down` with these words and without a secret. */
function says(words: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof BusError && error.code === 'down', String(error));
    assert.match(error.message, words);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  };
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-nats-test-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

function certificate(folder: string): { readonly cert: string; readonly key: string } | undefined {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  try {
    execFileSync('openssl', ['req', '-x509', ...algorithm, '-keyout', key, '-out', cert, ...subject], {
      stdio: 'pipe',
    });
    return { cert, key };
  } catch {
    return undefined;
  }
}

/** A server's configuration with an operator, an account and a user, and that user's credentials file. */
async function operatorMode(): Promise<{ readonly config: string; readonly credentials: string }> {
  const [operator, account, user] = [nkeys.createOperator(), nkeys.createAccount(), nkeys.createUser()];
  const operatorToken = token(operator, operator, 'operator', {});
  const accountToken = token(operator, account, 'account', { limits: UNLIMITED });
  const userToken = token(account, user, 'user', { subs: -1, data: -1, payload: -1 });
  const seed = new TextDecoder().decode(user.getSeed());
  return {
    config: `operator: ${operatorToken}\nresolver: MEMORY\nresolver_preload { ${account.getPublicKey()}: ${accountToken} }`,
    credentials:
      `-----BEGIN NATS USER JWT-----\n${userToken}\n------END NATS USER JWT------\n\n` +
      `-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`,
  };
}

const UNLIMITED = {
  subs: -1,
  data: -1,
  payload: -1,
  imports: -1,
  exports: -1,
  wildcards: true,
  conn: -1,
  leaf: -1,
};

type KeyPair = ReturnType<typeof nkeys.createUser>;

/** NATS' flavour of a JSON web token. */
function token(issuer: KeyPair, subject: KeyPair, type: string, claims: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const head = encode({ typ: 'JWT', alg: 'ed25519-nkey' });
  const body = encode({
    jti: 'test',
    iat: Math.floor(Date.now() / 1000),
    iss: issuer.getPublicKey(),
    name: type,
    sub: subject.getPublicKey(),
    nats: { ...claims, type, version: 2 },
  });
  const signature = issuer.sign(new TextEncoder().encode(`${head}.${body}`));
  return `${head}.${body}.${Buffer.from(signature).toString('base64url')}`;
}
