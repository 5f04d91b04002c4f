import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { configWith } from '@posthorn/server';
import { checkJwt } from '../../src/features/jwt/options.ts';
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
