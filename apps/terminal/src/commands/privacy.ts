/**
 * privacy: shows or changes what others may do.
 *
 * @module
 */
import type { Privacy } from '@posthorn/client';
import type { Arguments, Command } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { withClient } from '../online.ts';

const AUDIENCES = ['everyone', 'contacts', 'nobody'] as const;
type Audience = (typeof AUDIENCES)[number];

const DESCRIPTIONS = {
  write: 'Who may write to you.',
  online: 'Who sees whether you are online.',
  add: 'Who may add you to groups.',
  find: 'Who finds you by the beginning of your name.',
} as const satisfies Readonly<Record<keyof Privacy, string>>;

const SETTINGS = Object.keys(DESCRIPTIONS) as readonly (keyof Privacy)[];

export const privacyCommand: Command = {
  name: 'privacy',
  summary:
    'Show or change what others may do. Contacts: yours, who shares a group with you, and whom you have written to.',
  usages: [SETTINGS.map((setting) => `[--${setting} WHO]`).join(' ')],
  options: Object.fromEntries(
    SETTINGS.map((setting) => [
      setting,
      {
        type: 'string',
        placeholder: 'WHO',
        description: `${DESCRIPTIONS[setting]} One of ${AUDIENCES.join(', ')}.`,
      },
    ]),
  ),
  positionals: [0, 0],
  async run(context) {
    const { args, output } = context;
    const changes = Object.fromEntries(SETTINGS.map((setting) => [setting, audienceOf(args, setting)]));
    const isChange = Object.values(changes).some((change) => change !== undefined);
    const privacy = await withClient(context, 'privacy', (client) =>
      isChange ? client.call('setPrivacy', changes) : client.call('getPrivacy', {}),
    );
    const lines = SETTINGS.map((setting) => `${setting}\t${privacy[setting]}\t${DESCRIPTIONS[setting]}`);
    await output.result(privacy, lines);
    return EXIT_CODES.ok.code;
  },
};

/** Undefined: it stays as it is. */
function audienceOf(args: Arguments, setting: string): Audience | undefined {
  const given = args.text(setting);
  const found = AUDIENCES.find((audience) => audience === given);
  if (given !== undefined && found === undefined) {
    throw new UsageError(`--${setting} must be one of ${AUDIENCES.join(', ')}.`);
  }
  return found;
}
