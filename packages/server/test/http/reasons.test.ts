/** Each refusal that people can meet says which it is, so that clients can say it in another language. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { REASONS } from '@posthorn/protocol/reasons';

const SOURCES = join(import.meta.dirname, '../../src');
const LOOKED_AT = /^(features|gateway|pipeline|router|store\/log|store\/files)\//;

/** Codes with many causes. The others say enough by themselves, or have a reason where they do not. */
const VAGUE = /(?:new PosthornError\(\s*|\{\s*code: )'(INVALID|FORBIDDEN|CONFLICT|LIMIT_EXCEEDED)'/g;

/** What programs alone send: server keys, receivers of webhooks, uploads by tus, bots. */
const FOR_PROGRAMS = [
  'features/webhooks/',
  'features/wire-sessions/',
  'features/files/http/',
  'features/web/login.ts',
  'features/keys/',
  'features/oidc/',
  'features/management/',
  'features/import/',
  'router/keys.ts',
  'features/bots/answers.ts',
  'features/bots/commands.ts',
  'features/bots/contents.ts',
  'features/bots/streams.ts',
  'features/messages/components.ts',
  'features/messages/fields.ts',
  // They tell people how the command of a bot is used: no word of a table says that.
  'features/bots/command-line.ts',
  'features/bots/values.ts',
];

/** What only a faulty client or another program asks for; by the words of the refusal. */
const BUGS = [
  'this connection is attached already',
  'say hello first',
  'content of the kind',
  'content of this kind is written by the server alone',
  'say which message: target is its seq',
  'what changes another message has no text',
  'a client id has',
  'a client id does not begin',
  'this cursor did not come from a page',
  'a device id has at most',
  'say what to look for: a landmark',
  '"user" must be an id or a name',
  'only a message of text has attachments',
  'a file is attached twice',
  'an attachment has the id of a file',
  'error.message, cause',
  'say which messages',
  'a message is named twice',
  'say where to: a conversation or a user',
  'say whom to add',
  'a role is member, admin or owner',
  'say what to change',
  'custom content needs a type',
  'give either "text"',
  'the server alone says that a message was forwarded',
  'the server alone says who says something',
  'the server alone writes into an inbox',
  'entries can be changed at once',
  'an entry can be changed only once in a request',
  'an entry has changed in the meantime',
  'a value has no U+0000',
  'a key has 1 to 200',
  'a key that begins with',
  'the value of ${PREFIX}',
  'whether a vote is secret is said by its poll',
  'an option is chosen twice',
  'p256dh is a point of P-256',
  'report either a message',
  'say when: at',
  'log in with name and password',
  'this server takes no JWTs',
  'a server key does not',
  'a server key is no user',
  'an external id has',
  'a bot makes no bots',
  'a bot changes no bots',
  'a bot does not use bots',
  'only bots have buttons and menus',
  'say what: a command, a component or a form',
  'of what the menu has',
  'there is nothing to choose from on a button',
  'this button has no form',
  'a time zone is called like',
  'an attachment is sent as the upload has given it',
  'say which kind of second factor',
  'a passkey needs the origin of the page',
  'a passkey answers with the JSON',
  'this account needs no second factor',
];

interface Refusal {
  readonly file: string;
  readonly text: string;
}

function refusals(): readonly Refusal[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => LOOKED_AT.test(file) && /(?<!\.test)\.ts$/.test(file))
    .filter((file) => !FOR_PROGRAMS.some((path) => file.startsWith(path)))
    .flatMap((file) => {
      const code = readFileSync(join(SOURCES, file), 'utf8');
      return [...code.matchAll(VAGUE)].map(({ index }) => ({ file, text: statementAt(code, index) }));
    });
}

/** Up to the bracket that closes the first one. Brackets in texts come in pairs. */
function statementAt(code: string, start: number): string {
  let depth = 0;
  for (let at = start; at < code.length; at += 1) {
    if ('({['.includes(code[at] ?? '')) depth += 1;
    else if (')}]'.includes(code[at] ?? '') && (depth -= 1) === 0) return code.slice(start, at + 1);
  }
  return code.slice(start);
}

it('what people can do wrong is refused with a reason', () => {
  const found = refusals();
  assert.ok(found.length > 100, String(found.length));
  const silent = found.filter(({ text }) => !/\breason\b/.test(text));
  const missing = silent.filter(({ text }) => !BUGS.some((words) => text.includes(words)));
  // Give it a reason of packages/protocol/src/reasons.ts, or add one there and its words in the web client.
  assert.deepEqual(
    missing.map(({ file, text }) => `${file}: ${text}`),
    [],
  );
  const outdated = BUGS.filter((words) => !silent.some(({ text }) => text.includes(words)));
  assert.deepEqual(outdated, []);
});

it('each reason is given somewhere', () => {
  const code = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(SOURCES, file), 'utf8'))
    .join('\n');
  const unused = Object.keys(REASONS).filter((reason) => !code.includes(`'${reason}'`));
  assert.deepEqual(unused, []);
});
