/**
 * press, command: ask a bot as a script does, and print what it answers.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import type { Client, FieldValueInit, Form, Interacted } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import { commandFor, commandsIn, lineOf, slashIn, writtenName } from '../bots/commands-of.ts';
import { componentLines, ephemeralFields, filled, pressOf } from '../bots/components.ts';
import { labelOf, typeWords, usageOf } from '../bots/fields.ts';
import { interact, outcomeWords } from '../bots/interact.ts';
import type { What } from '../bots/interact.ts';
import type { Command, Context } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { messageAt } from '../message-at.ts';
import { userName, withClient } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';
import { conversationOf, WHERE, WHERE_OPTIONS } from '../which-conversation.ts';

const VALUE_OPTION = {
  type: 'string',
  placeholder: 'NAME=VALUE',
  isRepeatable: true,
  description: 'What a form of the bot asks for; several are given by several --value.',
} as const;

export const pressCommand: Command = {
  name: 'press',
  summary: 'Press a button of a bot, or choose from its menu.',
  usages: [`${WHERE} --seq N [OPTION…] [--value NAME=VALUE…]`],
  options: {
    ...WHERE_OPTIONS,
    seq: { type: 'string', placeholder: 'N', description: 'The number of the message.' },
    value: VALUE_OPTION,
  },
  positionals: [0, Number.MAX_SAFE_INTEGER],
  run(context) {
    const { args } = context;
    const seq = args.number('seq', 1);
    if (seq === undefined) throw new UsageError('Say which message: --seq N.');
    const numbers = args.positionals.map((number) => wholeNumber(number, 'OPTION', 1));
    const values = valuesIn(args.all('value'));
    return withClient(context, 'press', async (client) => {
      const conversation = await conversationOf(context, client);
      const message = await messageAt(client, { conversation, seq });
      const { id, chosen, button } = pressOf(message?.content.components, numbers);
      const hasForm = button?.form !== undefined;
      const what: What = {
        case: 'component',
        value: { seq, id, chosen, ...(hasForm && { values }) },
      };
      const bot = await userName(client, message?.sender ?? 0);
      return ask(context, client, { conversation, bot, what, values: hasForm ? [] : values });
    });
  },
};

export const commandCommand: Command = {
  name: 'command',
  summary: 'Use a command of a bot, or list those of a conversation.',
  usages: [WHERE, `${WHERE} [--value NAME=VALUE…] /NAME [ARGUMENT…]`],
  options: { ...WHERE_OPTIONS, value: VALUE_OPTION },
  positionals: [0, Number.MAX_SAFE_INTEGER],
  run(context) {
    const { args } = context;
    const text = lineOf(args.positionals);
    const slash = slashIn(text.startsWith('/') ? text : `/${text}`);
    if (slash === undefined && text !== '')
      throw new UsageError(`"${text}" is no command: write /NAME and what it asks for.`);
    const values = valuesIn(args.all('value'));
    return withClient(context, 'command', async (client) => {
      const conversation = await conversationOf(context, client);
      const commands = await commandsIn(client, conversation);
      if (slash === undefined) {
        for (const command of commands) {
          const { bot: _, botName, ...rest } = command;
          const usage = usageOf(writtenName(command, commands).slice(1), command.fields);
          const words = [usage, sanitiseLine(command.description), botName].join('\t');
          await context.output.result({ bot: botName, ...filled(rest) }, words);
        }
        return EXIT_CODES.ok.code;
      }
      const command = commandFor(slash, commands);
      if (command === undefined)
        throw new PosthornError('NOT_FOUND', `no bot here has a command /${slash.name}`);
      const { bot, name, botName } = command;
      const what: What = { case: 'command', value: { bot, name, text: slash.rest } };
      return ask(context, client, { conversation, bot: botName, what, values });
    });
  },
};

function valuesIn(written: readonly string[]): readonly FieldValueInit[] {
  return written.map((each) => {
    const at = each.indexOf('=');
    if (at < 1) throw new UsageError(`--value is NAME=VALUE, and "${each}" is not.`);
    return { name: each.slice(0, at), value: each.slice(at + 1) };
  });
}

interface Question {
  readonly conversation: number;
  /** Its name. */
  readonly bot: string;
  readonly what: What;
  /** For the form that the bot may show. */
  readonly values: readonly FieldValueInit[];
}

/** Prints the answer; sends the form that the bot shows if there are values for it. */
async function ask(context: Context, client: Client, question: Question): Promise<number> {
  const { conversation, bot, what, values } = question;
  const answer = await interact(client, conversation, what);
  if (answer.form !== undefined && values.length > 0) {
    const next: What = { case: 'form', value: { interaction: answer.id, values } };
    return ask(context, client, { ...question, what: next, values: [] });
  }
  const { id, outcome, ephemeral, form } = answer;
  await context.output.result(
    {
      conversation,
      interaction: id,
      bot,
      outcome,
      ...(ephemeral !== undefined && { ephemeral: ephemeralFields(ephemeral) }),
      ...(form !== undefined && { form: filled(form) }),
    },
    wordsOf(answer, bot),
  );
  return outcome === 'offline' ? EXIT_CODES.unreachable.code : EXIT_CODES.ok.code;
}

function wordsOf({ outcome, ephemeral, form }: Interacted, bot: string): readonly string[] {
  const shown =
    ephemeral === undefined
      ? []
      : [`${bot} (only you see this): ${ephemeral.text}`, ...componentLines(ephemeral.components)];
  const words = outcomeWords(outcome, bot) || (form === undefined ? `${bot} has answered.` : '');
  return [
    ...(shown.length > 0 ? shown : [words]),
    ...(form === undefined ? [] : formWords(form, bot)),
  ].filter((line) => line !== '');
}

function formWords({ title, fields }: Form, bot: string): readonly string[] {
  return [
    `${bot} asks, by --value: ${title}`,
    ...fields.map((field) => {
      const { name, required } = field;
      const wish = `${labelOf(field)}, ${typeWords(field)}`;
      return `  ${name}=  ${wish}${required ? '' : ' (optional)'}`;
    }),
  ];
}
