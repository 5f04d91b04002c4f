import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { configWith } from '@posthorn/server';
import { REGISTRY } from '../../src/compose/features.ts';
import { checkJwt } from '../../src/features/jwt/options.ts';
import { checkLdap } from '../../src/features/ldap/options.ts';
import { checkOidc } from '../../src/features/oidc/options.ts';
import type { Services } from '../../src/router/services.ts';
import { systemClock } from '../../src/system.ts';
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
  ['one id twice', [PROVIDER, PROVIDER], /has the id "corp" twice/],
];

for (const [why, json, says] of providers) {
  it(`does not start with a file of providers with ${why}`, () => {
    const file = fileWith(JSON.stringify(json));
    assert.throws(() => checkOidc(configWith({ oidc: file.path })), says);
    file.remove();
  });
}

const DIRECTORY = {
  id: 'corp',
  urls: ['ldaps://ldap.example.com'],
  bindDn: 'cn=posthorn,dc=example,dc=com',
  bindPasswordFile: secret.path,
  userBase: 'dc=example,dc=com',
};
const DIRECT = { id: 'corp', urls: DIRECTORY.urls, userDn: 'uid={name},dc=example,dc=com' };
const directories: readonly (readonly [why: string, json: object, says: RegExp])[] = [
  ['no server', { ...DIRECTORY, urls: [] }, /directory 1 in .* needs "urls"/],
  ['an address of something else', { ...DIRECTORY, urls: ['https://ldap.example.com'] }, /no ldaps:\/\/HOST/],
  ['a search as an address', { ...DIRECTORY, urls: ['ldaps://h/dc=example??sub'] }, /no ldaps:\/\/HOST/],
  ['unencrypted passwords', { ...DIRECTORY, urls: ['ldap://ldap.example.com'] }, /unencrypted/],
  ['TLS twice', { ...DIRECTORY, startTls: true }, /for ldap:\/\/ alone/],
  ['certificates that are not there', { ...DIRECTORY, caFile: 'gone.pem' }, /missing or empty/],
  ['an account without a password', { ...DIRECTORY, bindPasswordFile: undefined }, /needs the password/],
  [
    'a password that nobody has set',
    { ...DIRECTORY, bindPasswordFile: undefined, bindPasswordVariable: 'NOT_SET_HERE' },
    /environment variable NOT_SET_HERE/,
  ],
  ['two ways to bind', { ...DIRECTORY, userDn: DIRECT.userDn }, /needs either/],
  ['a DN without a name', { ...DIRECT, userDn: 'uid=ann,dc=example,dc=com' }, /needs a "userDn" such as/],
  ['names of an old domain', { ...DIRECT, userDn: 'CORP\\{name}' }, /needs a "userDn" such as/],
  ['no place to look', { ...DIRECTORY, userBase: undefined }, /needs a "userBase"/],
  ['a filter without a name', { ...DIRECTORY, userFilter: '(uid=ann)' }, /without the name/],
  ['a part of a filter', { ...DIRECTORY, userFilter: '(uid={name}' }, /parentheses/],
  ['two filters', { ...DIRECTORY, userFilter: '(uid={name})(cn=*)' }, /parentheses/],
  ['a pattern of a name', { ...DIRECTORY, userFilter: '(|(uid={name})(cn={name}*))' }, /elsewhere than/],
  ['an attribute that is none', { ...DIRECTORY, attributes: { name: 'u=d' } }, /no name of one/],
  ['an unknown kind', { ...DIRECTORY, kind: 'novell' }, /none of ldap, active-directory/],
  ['a time without a unit', { ...DIRECTORY, timeout: '5' }, /"timeout" that must be a time/],
  ['a slip', { ...DIRECTORY, admingroup: 'x' }, /has the key "admingroup"/],
];

for (const [why, json, says] of directories) {
  it(`does not start with a directory with ${why}`, () => {
    const file = fileWith(JSON.stringify([json]));
    assert.throws(() => checkLdap(configWith({ ldap: file.path })), says);
    file.remove();
  });
}

it('does not start with a directory that is called as a provider', () => {
  const oidc = fileWith(JSON.stringify([PROVIDER]));
  const ldap = fileWith(JSON.stringify([DIRECTORY]));
  const options = configWith({ ldap: ldap.path, oidc: oidc.path });
  // All that they look at.
  const services = { config: { options }, clock: systemClock } as unknown as Services;
  assert.throws(() => REGISTRY.loginWays(services), /^ConfigError: Two ways to log in are called "corp"/);
  for (const file of [oidc, ldap]) file.remove();
});

it('starts with directories that are right', () => {
  const plain = { ...DIRECT, id: 'plain', urls: ['ldap://[::1]:3890', 'ldap://127.0.0.1'] };
  const principal = { ...DIRECT, id: 'ad', userDn: '{name}@example.com', userBase: 'dc=example,dc=com' };
  const file = fileWith(JSON.stringify([DIRECTORY, plain, principal]));
  assert.doesNotThrow(() => checkLdap(configWith({ ldap: file.path })));
  file.remove();
});
