import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { stateLine } from './state-line.ts';

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
i18n.setMessagesCompiler(compileMessage);

const line = (
  connection: 'online' | 'offline' | 'connecting' | 'signed-out',
  waiting = 0,
  failed = 0,
): string | undefined => stateLine({ connection, isSynced: true, waiting, failed }, i18n)?.text;

test('the state bar says what is so, and nothing while all is well', () => {
  assert.equal(line('online'), undefined);
  assert.equal(line('online', 3), undefined);
  assert.equal(line('signed-out', 3), undefined);
  assert.equal(line('connecting'), 'Reconnecting…');
  const first = stateLine({ connection: 'connecting', isSynced: false, waiting: 1, failed: 0 }, i18n, false);
  assert.equal(first?.text, 'Connecting… 1 message waiting');
  assert.equal(line('connecting', 2), 'Reconnecting… 2 messages waiting');
  assert.equal(line('offline'), 'Offline');
  assert.equal(line('offline', 1), 'Offline. 1 message waiting');
  assert.equal(line('online', 0, 2), '2 messages could not be sent');
});

test('only a short break without messages may be passed over', () => {
  const calm = stateLine({ connection: 'connecting', isSynced: false, waiting: 0, failed: 0 }, i18n);
  const urgent = stateLine({ connection: 'connecting', isSynced: false, waiting: 1, failed: 0 }, i18n);
  assert.deepEqual([calm?.isCalm, urgent?.isCalm], [true, false]);
});
