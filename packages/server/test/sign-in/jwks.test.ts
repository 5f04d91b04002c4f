import assert from 'node:assert/strict';
import { createHmac, createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { systemClock } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { encoded, good, inSeconds } from './support/jwts.ts';
import type { Claims } from './support/jwts.ts';
import { Visitor } from './support/visitor.ts';

const ISSUER = 'https://app.example.com';
const AUDIENCE = 'https://chat.example.com';

interface Signer {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

async function signer(alg: string, kid: string): Promise<Signer> {
  return { kid, alg, ...(await generateKeyPair(alg, { extractable: true })) };
}

async function publicOf({ publicKey, kid, alg }: Signer): Promise<JWK> {
  return { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
}

/** By whoever signs for several services. */
function signed({ privateKey, kid, alg }: Signer, more: Claims = {}): Promise<string> {
  const claims = { ...good(), iss: ISSUER, aud: AUDIENCE, ...more };
  return new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(privateKey);
}

describe('logging in by a JWT of somebody with public keys', () => {
  let place: InProcess;
  let visitor: Visitor;
  let keys: JWK[] = [];
  let fetches = 0;
  let isDown = false;
  /** Ms that the server's clock is ahead. */
  let ahead = 0;
  const rsa = signer('RS256', 'rsa');
  const ec = signer('ES256', 'ec');
  const ed = signer('EdDSA', 'ed');
  const published = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(isDown ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys }));
  });

  before(async () => {
    keys = await Promise.all([rsa, ec, ed].map(async (each) => publicOf(await each)));
    await new Promise<void>((resolve) => published.listen(0, '127.0.0.1', resolve));
    const { port } = published.address() as AddressInfo;
    const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + ahead };
    place = await startInProcess(
      { jwtJwksUrl: `http://127.0.0.1:${port}/jwks`, jwtIssuer: ISSUER, jwtAudience: [AUDIENCE] },
      { clock },
    );
    visitor = new Visitor(place.httpUrl);
  });
  after(async () => {
    await place.server.close();
    published.close();
  });

  async function refused(jwt: string, says: RegExp): Promise<void> {
    const answer = await visitor.logIn({ jwt });
    const text = await answer.text();
    assert.equal(answer.status, 401, text);
    assert.match(text, says);
  }

  it('takes RS256, ES256 and EdDSA, and fetches the keys once', async () => {
    for (const each of [rsa, ec, ed]) await visitor.ok(await signed(await each));
    assert.equal(fetches, 1);
  });

  it('refuses other issuers and audiences, also where they are missing', async () => {
    const by = await rsa;
    await refused(await signed(by, { iss: 'https://elsewhere.example' }), /iss/);
    await refused(await signed(by, { iss: undefined }), /iss/);
    await refused(await signed(by, { aud: 'https://elsewhere.example' }), /audience/);
    await refused(await signed(by, { aud: undefined }), /audience/);
    await visitor.ok(await signed(by, { aud: ['https://elsewhere.example', AUDIENCE] }));
  });

  it('refuses what has expired, and what begins later', async () => {
    await refused(await signed(await ec, { exp: inSeconds(-300) }), /expired/);
    await refused(await signed(await ec, { nbf: inSeconds(300) }), /nbf/);
    await refused(await signed(await ec, { iat: inSeconds(300) }), /iat/);
  });

  it('refuses a public key as a shared secret, in each form, and what is not signed', async () => {
    const { publicKey } = await rsa;
    const claims = encoded({ ...good(), iss: ISSUER, aud: AUDIENCE });
    const pem = await exportSPKI(publicKey);
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
    for (const secret of [pem, pem.trim(), der, JSON.stringify(await exportJWK(publicKey))]) {
      const head = `${encoded({ alg: 'HS256', kid: 'rsa' })}.${claims}`;
      const signature = createHmac('sha256', secret).update(head).digest('base64url');
      await refused(`${head}.${signature}`, /must be signed/);
    }
    await refused(`${encoded({ alg: 'none', kid: 'rsa' })}.${claims}.`, /must be signed/);
  });

  it('refuses an algorithm that is not the key’s, and a key that comes with the JWT', async () => {
    const { privateKey, publicKey } = await ec;
    const stranger = await signer('ES256', 'ec');
    await refused(await signed({ ...stranger, kid: 'ec' }), /signature/);
    await refused(await signed({ ...stranger, kid: 'rsa' }), /signature|kid/);
    const jwk = await exportJWK(stranger.publicKey);
    const own = await new SignJWT({ ...good(), iss: ISSUER, aud: AUDIENCE })
      .setProtectedHeader({ alg: 'ES256', kid: 'ec', jwk, jku: 'http://127.0.0.1:1/jwks' })
      .sign(stranger.privateKey);
    await refused(own, /signature/);
    assert.notEqual(privateKey, publicKey);
  });

  it('never takes a secret that was published among the keys', async () => {
    const secret = Buffer.from('published-by-mistake-published-by-mistake');
    keys = [...keys, { kty: 'oct', kid: 'oct', k: secret.toString('base64url') }];
    const head = `${encoded({ alg: 'HS256', kid: 'oct' })}.${encoded({ ...good(), iss: ISSUER, aud: AUDIENCE })}`;
    const jwt = `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
    ahead += 3_600_000;
    await refused(jwt, /must be signed/);
  });

  it('fetches the keys again for one that it does not know, but not for everybody who claims one', async () => {
    ahead += 60_000;
    const fresh = await signer('ES256', 'new');
    keys = [...keys, await publicOf(fresh)];
    const before = fetches;
    await visitor.ok(await signed(fresh));
    assert.equal(fetches, before + 1);
    const unknown = await signer('ES256', 'unknown');
    for (let count = 0; count < 5; count++) await refused(await signed(unknown), /kid/);
    assert.equal(fetches, before + 1);
    ahead += 60_000;
    await refused(await signed(unknown), /kid/);
    assert.equal(fetches, before + 2);
  });

  it('forgets a key that is published no more', async () => {
    const gone = await rsa;
    keys = keys.filter(({ kid }) => kid !== gone.kid);
    ahead += 3_600_000;
    await refused(await signed(gone), /kid/);
  });

  it('goes on with the keys that it has while there are no new ones, for a day', async () => {
    isDown = true;
    ahead += 3_600_000;
    await visitor.ok(await signed(await ec));
    ahead += 25 * 3_600_000;
    const answer = await visitor.logIn({ jwt: await signed(await ec) });
    assert.equal(answer.status, 503);
    isDown = false;
    ahead += 60_000;
    await visitor.ok(await signed(await ec));
  });
});
