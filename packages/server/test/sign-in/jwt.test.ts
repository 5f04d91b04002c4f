import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PosthornError } from '@posthorn/protocol';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import type { Feature } from '../../src/router/feature.ts';
import { encoded, fileWith, good, hs256, inSeconds, SECRET } from './support/jwts.ts';
import { Visitor } from './support/visitor.ts';

const secret = fileWith(`${SECRET}\n`);
after(secret.remove);

describe('logging in by a JWT that a shared secret signs', () => {
  let place: InProcess;
  let visitor: Visitor;
  before(async () => {
    place = await startInProcess({
      jwtSecretFile: secret.path,
      jwtAdminClaim: 'admin',
      eraseOwnAccount: true,
    });
    visitor = new Visitor(place.httpUrl);
    await visitor.register('ann');
  });
  after(() => place.server.close());

  it('makes the account at first sight, and finds it again', async () => {
    const claims = good({
      sub: 'romeo',
      name: 'Romeo Montague',
      picture: 'https://verona.example/romeo.png',
    });
    const first = await visitor.ok(hs256(claims));
    assert.equal(first.user.name, 'romeo');
    assert.equal(first.user.displayName, 'Romeo Montague');
    assert.equal(first.user.avatarUrl, 'https://verona.example/romeo.png');
    const second = await visitor.ok(hs256({ ...claims, name: 'Romeo' }));
    assert.equal(second.user.id, first.user.id);
    assert.equal(second.user.displayName, 'Romeo');
    assert.notEqual(second.token, first.token);
    assert.equal((await visitor.get('/v1/me', first.token)).status, 200);
  });

  it('calls people as they prefer, and keeps them apart by their subject', async () => {
    const first = await visitor.ok(hs256(good({ sub: '1', preferred_username: 'Paris@verona.example' })));
    assert.equal(first.user.name, 'Paris');
    const second = await visitor.ok(hs256(good({ sub: '2', preferred_username: 'paris' })));
    assert.equal(second.user.name, 'paris-2');
    const third = await visitor.ok(hs256(good({ sub: '3' })));
    assert.equal(third.user.name, 'user-3');
    const fourth = await visitor.ok(hs256(good({ sub: '漢@@' })));
    assert.equal(fourth.user.name, '漢');
  });

  it('takes the account that was imported for its subject, and no other', async () => {
    const [seventeen, , third] = await visitor.import(
      { name: 'tybalt', externalId: '17' },
      { name: 'mercutio', externalId: '18' },
      { name: 'gregory' },
    );
    // Called by the name of the other one.
    const first = await visitor.ok(hs256(good({ sub: '17', preferred_username: 'mercutio' })));
    assert.deepEqual([first.user.id, first.user.name], [seventeen, 'tybalt']);
    const stranger = await visitor.ok(hs256(good({ sub: '19', preferred_username: 'mercutio' })));
    assert.equal(stranger.user.name, 'mercutio-2');
    const named = await visitor.ok(hs256(good({ sub: '20', preferred_username: 'gregory' })));
    assert.equal(named.user.id, third);
  });

  it('does not take over an account that has a password', async () => {
    const ann = await visitor.ok(hs256(good({ sub: 'ann' })));
    assert.equal(ann.user.name, 'ann-2');
    assert.equal(ann.user.admin ?? false, false);
  });

  it('makes administrators by the claim that was chosen, and ends that too', async () => {
    const boss = await visitor.ok(hs256(good({ sub: 'escalus', admin: true })));
    assert.equal(boss.user.admin, true);
    assert.equal((await visitor.ok(hs256(good({ sub: 'escalus' })))).user.admin, true);
    const former = await visitor.ok(hs256(good({ sub: 'escalus', admin: false })));
    assert.equal(former.user.admin ?? false, false);
    assert.equal((await visitor.get('/v1/me', boss.token)).status, 401);
  });

  it('tells clients that there is this way', async () => {
    const { signIn } = (await (await visitor.get('/v1/server')).json()) as { signIn: { kind: string }[] };
    assert.deepEqual(
      signIn.map(({ kind }) => kind),
      ['password', 'jwt'],
    );
  });

  it('refuses passwords of an account that has none, and says why it cannot change one', async () => {
    const { token } = await visitor.ok(hs256(good({ sub: 'nurse' })));
    for (const password of ['!', '', 'nurse'])
      assert.equal((await visitor.logIn({ name: 'nurse', password })).status, 401);
    const body = { oldPassword: '!', newPassword: 'a new password' };
    const answer = await visitor.post('/v1/me/password', body, token);
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /this account has no password/);
  });

  it('erases an account without a password soon after its login', async () => {
    const { token } = await visitor.ok(hs256(good({ sub: 'rosaline' })));
    const answer = await visitor.put('/v1/me/erased', { password: '' }, token);
    assert.equal(answer.status, 200, await answer.clone().text());
    const later = await visitor.ok(hs256(good({ sub: 'rosaline' })));
    assert.equal(later.user.name, 'rosaline-2');
  });

  const refused: readonly (readonly [why: string, jwt: () => string, says: RegExp])[] = [
    ['another secret', () => hs256(good(), 'another-secret-of-somebody-else'), /signature/],
    ['claims that were changed', () => withClaims(hs256(good()), good({ sub: 'ann' })), /signature/],
    ['no signature', () => `${encoded({ alg: 'none' })}.${encoded(good())}.`, /HS256/],
    ['none, signed all the same', () => hs256(good(), SECRET, { alg: 'none' }), /HS256/],
    ['None', () => hs256(good(), SECRET, { alg: 'None' }), /HS256/],
    ['another algorithm', () => hs256(good(), SECRET, { alg: 'HS512' }), /HS256/],
    ['an algorithm of public keys', () => hs256(good(), SECRET, { alg: 'RS256' }), /HS256/],
    ['an unknown extension', () => hs256(good(), SECRET, { crit: ['exp2'], exp2: 1 }), /malformed/],
    ['a clock that is 5 minutes behind', () => hs256(good({ exp: inSeconds(-300) })), /expired/],
    ['no end', () => hs256({ sub: 'juliet' }), /lacks .*exp/],
    ['an end that is no number', () => hs256(good({ exp: 'never' })), /exp/],
    ['a beginning in 5 minutes', () => hs256(good({ nbf: inSeconds(300) })), /nbf/],
    ['a clock that is 5 minutes ahead', () => hs256(good({ iat: inSeconds(300) })), /iat/],
    ['another audience', () => hs256(good({ aud: 'https://elsewhere.example' })), /audience/],
    ['other audiences', () => hs256(good({ aud: ['a', 'b'] })), /audience/],
    ['nobody', () => hs256({ exp: inSeconds(60) }), /lacks .*sub/],
    ['an empty subject', () => hs256(good({ sub: '' })), /sub/],
    ['a subject that is no text', () => hs256(good({ sub: 7 })), /sub/],
    ['a subject without end', () => hs256(good({ sub: 's'.repeat(2000) })), /subject/],
    ['too many bytes', () => hs256(good({ name: 'n'.repeat(2700) })), /longer/],
    ['no JWT', () => 'juliet', /form/],
    ['rubbish in the form of one', () => 'a.b.c', /header/],
  ];
  for (const [why, jwt, says] of refused) {
    it(`refuses one with ${why}`, async () => {
      const answer = await visitor.logIn({ jwt: jwt() });
      const text = await answer.text();
      assert.equal(answer.status, 401, text);
      assert.match(text, /BAD_CREDENTIALS/);
      assert.match(text, says);
    });
  }

  const taken: readonly (readonly [why: string, claims: () => Record<string, unknown>])[] = [
    ['that ended half a minute ago', () => ({ exp: inSeconds(-30) })],
    ['that begins in half a minute', () => ({ nbf: inSeconds(30), iat: inSeconds(30) })],
    ['for this server', () => ({ aud: ['elsewhere', 'posthorn'] })],
  ];
  for (const [why, claims] of taken) {
    it(`takes one ${why}`, async () => {
      await visitor.ok(hs256(good(claims())));
    });
  }

  it('takes one with an id once', async () => {
    const jwt = hs256(good({ jti: 'a1' }));
    await visitor.ok(jwt);
    const again = await visitor.logIn({ jwt });
    assert.equal(again.status, 401);
    assert.match(await again.text(), /was used before/);
    const without = hs256(good());
    await visitor.ok(without);
    await visitor.ok(without);
  });

  it('takes either a password or a JWT', async () => {
    const answer = await visitor.logIn({ name: 'juliet', password: 'p', jwt: hs256(good()) });
    assert.equal(answer.status, 400);
  });

  it('refuses whom an administrator has disabled', async () => {
    const tybalt = await visitor.ok(hs256(good({ sub: 'tybalt' })));
    await visitor.disable(tybalt.user.id);
    const answer = await visitor.logIn({ jwt: hs256(good({ sub: 'tybalt' })) });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /ACCOUNT_DISABLED/);
  });

  it('logs a browser in, with the token in its cookie', async () => {
    const answer = await visitor.logInBrowser({ jwt: hs256(good()) });
    assert.equal(answer.status, 200, await answer.clone().text());
    assert.match(answer.headers.get('set-cookie') ?? '', /HttpOnly/);
  });
});

describe('options of JWTs', () => {
  it('makes no account where it is told not to', async () => {
    const place = await startInProcess({ jwtSecretFile: secret.path, jwtRegister: false });
    const answer = await new Visitor(place.httpUrl).logIn({ jwt: hs256(good()) });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /REGISTRATION_CLOSED/);
    await place.server.close();
  });

  it('takes over accounts with passwords, and keeps names, where it is told to', async () => {
    const place = await startInProcess({ jwtSecretFile: secret.path, jwtLinkNames: true, jwtUpdate: false });
    const visitor = new Visitor(place.httpUrl);
    await visitor.register('juliet');
    const juliet = await visitor.ok(hs256(good({ name: 'Juliet' })));
    assert.equal(juliet.user.name, 'juliet');
    assert.equal(juliet.user.displayName, 'Juliet');
    assert.equal((await visitor.ok(hs256(good({ name: 'J' })))).user.displayName, 'Juliet');
    // It is theirs now, and nobody else's who is called so.
    const other = await visitor.ok(hs256(good({ sub: '7', preferred_username: 'romeo' })));
    assert.equal(other.user.name, 'romeo');
    await place.server.close();
  });

  it('makes nobody an administrator without a claim that was chosen', async () => {
    const place = await startInProcess({ jwtSecretFile: secret.path });
    const { user } = await new Visitor(place.httpUrl).ok(hs256(good({ admin: true })));
    assert.equal(user.admin ?? false, false);
    await place.server.close();
  });

  it('asks whoever lets new accounts pass, and them alone', async () => {
    const asked: string[] = [];
    const gate: Feature = {
      name: 'gate',
      before: () => ({
        async register({ name, displayName }) {
          asked.push(`${name}: ${displayName}`);
          if (name === 'tybalt') throw new PosthornError('REFUSED', 'no Capulets');
          return `${displayName} of Verona`;
        },
        close() {},
      }),
    };
    const place = await startInProcess({ jwtSecretFile: secret.path }, { features: [gate] });
    const visitor = new Visitor(place.httpUrl);
    const { user } = await visitor.ok(hs256(good({ name: 'Juliet' })));
    assert.equal(user.displayName, 'Juliet of Verona');
    await visitor.ok(hs256(good()));
    const refused = await visitor.logIn({ jwt: hs256(good({ sub: 'tybalt' })) });
    assert.match(await refused.text(), /REFUSED.*no Capulets/);
    assert.deepEqual(asked, ['juliet: Juliet', 'tybalt: ']);
    await place.server.close();
  });

  it('says that a server takes no JWTs', async () => {
    const place = await startInProcess();
    const answer = await new Visitor(place.httpUrl).logIn({ jwt: hs256(good()) });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /--jwt-secret-file/);
    await place.server.close();
  });
});

/** The same header and signature with other claims. */
function withClaims(jwt: string, claims: object): string {
  const [header, , signature] = jwt.split('.');
  return `${header}.${encoded(claims)}.${signature}`;
}
