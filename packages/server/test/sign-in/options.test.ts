import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { configWith } from '@posthorn/server';
import { checkJwt } from '../../src/features/jwt/options.ts';
import { checkOidc } from '../../src/features/oidc/options.ts';
import { fileWith, SECRET } from './support/jwts.ts';

const secret = fileWith(SECRET);
const short = fileWith('short\n');
after(() => {
  secret.remove();
  short.remove();
});

const URL = 'https://app.example.com/jwks.json';
const [jwtIssuer, jwtAudience] = ['https://app.example.com', ['https://chat.example.com']];

const wrong: readonly (readonly [why: string, options: object, says: RegExp])[] = [
  [
    'a file that is not there',
    { jwtSecretFile: `${secret.path}.gone` },
    /cannot be read \(ENOENT\); make one/,
  ],
  ['a secret that is too short', { jwtSecretFile: short.path }, /has 5 bytes/],
  ['a secret and keys', { jwtSecretFile: secret.path, jwtJwksUrl: URL, jwtIssuer, jwtAudience }, /exclude/],
  ['keys without an audience', { jwtJwksUrl: URL, jwtIssuer }, /needs --jwt-issuer and --jwt-audience/],
  ['keys over http', { jwtJwksUrl: 'http://app.example.com/', jwtIssuer, jwtAudience }, /must be https/],
  ['an issuer of nothing', { jwtIssuer }, /--jwt-issuer is there without/],
];

for (const [why, options, says] of wrong) {
  it(`does not start with ${why}`, () => {
    assert.throws(() => checkJwt(configWith(options)), says);
  });
}

const PROVIDER = { id: 'corp', issuer: 'https://login.example.com', clientId: 'posthorn' };
const providers: readonly (readonly [why: string, json: unknown, says: RegExp])[] = [
  ['no list', PROVIDER, /must be a list/],
  ['a strange id', [{ ...PROVIDER, id: 'Corp/1' }], /provider 1 in .* needs an "id"/],
  ['an issuer over http', [{ ...PROVIDER, issuer: 'http://login.example.com' }], /begins with https/],
  ['no client', [{ ...PROVIDER, clientId: undefined }], /needs "clientId"/],
  ['a slip', [{ ...PROVIDER, clientid: 'x' }], /has the key "clientid"/],
  ['a claim that nothing is', [{ ...PROVIDER, claims: { nick: 'x' } }], /"nick" among its "claims"/],
  ['a secret that is not there', [{ ...PROVIDER, clientSecretFile: 'gone' }], /missing or empty/],
  ['scopes without openid', [{ ...PROVIDER, scopes: 'email' }], /needs "openid"/],
  ['one id twice', [PROVIDER, PROVIDER], /two providers with the id "corp"/],
];

for (const [why, json, says] of providers) {
  it(`does not start with a file of providers with ${why}`, () => {
    const file = fileWith(JSON.stringify(json));
    assert.throws(() => checkOidc(configWith({ oidc: file.path })), says);
    file.remove();
  });
}
