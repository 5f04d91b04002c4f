import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setupI18n } from '@lingui/core';
import { compileMessage } from '../text/compile.ts';
import { accountWords } from './words.ts';

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
i18n.setMessagesCompiler(compileMessage);

const words = (code: string, more: object = {}, what: 'login' | 'other' = 'login'): string =>
  accountWords({ code, message: '', ...more }, i18n, what);

test('each refusal of an account is told in words', () => {
  assert.equal(words('BAD_CREDENTIALS'), 'The user name or the password is wrong.');
  assert.equal(words('BAD_CREDENTIALS', {}, 'other'), 'The password is wrong.');
  assert.equal(words('NAME_TAKEN'), 'This name is taken. Choose another one.');
  assert.equal(words('RATE_LIMITED', { retryAfterMs: 1_400 }), 'Too many tries. Try again in 2 seconds.');
  assert.equal(words('RATE_LIMITED', { retryAfterMs: 10 }), 'Too many tries. Try again in 1 second.');
  assert.equal(words('INVALID', { message: 'a name is needed' }), 'A name is needed.');
  assert.equal(
    words('FORBIDDEN', { message: 'pages of http://a may not use this server' }),
    'Pages of http://a may not use this server.',
  );
  assert.equal(
    words('INVALID', { message: 'a name needs more', reason: 'name-digits' }),
    'A user name needs more than digits.',
  );
  assert.equal(words('FORBIDDEN'), 'You may not do this.');
  assert.equal(words('SESSION_EXPIRED'), 'Your session has ended. Log in again.');
});

test('what is thrown without a code has words too', () => {
  for (const thrown of [new Error('x'), undefined, 'x']) assert.notEqual(accountWords(thrown, i18n), '');
});
