/**
 * export: everything that the server keeps about a user, as JSON lines.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import type { Command } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { write } from '../io.ts';
import { withRest } from '../rest.ts';
import type { Rest } from '../rest.ts';
import { sanitiseJson } from '../sanitise.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Print everything that the server keeps about you, or as an administrator about somebody else.',
  usages: ['[NAME] > FILE'],
  options: {},
  positionals: [0, 1],
  run: (context) =>
    withRest(context, 'export', async (rest) => {
      const [name] = context.args.positionals;
      const path =
        name === undefined ? '/v1/me/export' : `/v1/admin/users/${await userId(rest, name)}/export`;
      const { body } = await rest.get(path);
      if (
        body === null ||
        !(await isComplete(body, (text) => write(context.io.stdout, sanitiseJson(text))))
      ) {
        throw new PosthornError('UNAVAILABLE', 'the export ended early; try again');
      }
      return EXIT_CODES.ok.code;
    }),
};

async function userId(rest: Rest, nameOrId: string): Promise<number> {
  if (nameOrId === '') throw new UsageError('Use "posthorn export" or "posthorn export NAME".');
  if (/^\d+$/.test(nameOrId)) return Number(nameOrId);
  const found = await rest.get(`/v1/users/lookup?names=${encodeURIComponent(nameOrId)}`);
  const { users } = (await found.json()) as { readonly users: readonly { readonly id: number }[] };
  if (users[0] === undefined) throw new PosthornError('NOT_FOUND', `there is no user called ${nameOrId}`);
  return users[0].id;
}

/** Characters of the last line: more than it has. */
const END_CHARS = 100;

/** Passes the export on. Resolves with whether it came to its end. */
async function isComplete(
  body: ReadableStream<Uint8Array>,
  take: (text: string) => Promise<void>,
): Promise<boolean> {
  const decoder = new TextDecoder();
  let last = '';
  try {
    for await (const bytes of body) {
      const text = decoder.decode(bytes, { stream: true });
      last = (last + text).slice(-END_CHARS);
      await take(text);
    }
  } catch {
    return false;
  }
  return /(^|\n)\{"type":"end","lines":\d+\}\n$/.test(last);
}
