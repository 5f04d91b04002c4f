/**
 * What a user means by an interaction: which bot it is for, and what the bot gets of it.
 *
 * @module
 */
import { decodeContent, decodeEphemeral, decodeInteracted, PosthornError } from '@posthorn/protocol';
import type {
  Command,
  Components,
  Interact,
  InteractionInit,
  PressComponent,
  SendForm,
  UseCommand,
} from '@posthorn/protocol';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import type { Services } from '../../router/services.ts';
import { componentWith } from '../messages/components.ts';
import { commandsIn } from './commands.ts';
import { splitLine, usageOf } from './command-line.ts';
import * as interactionQueries from './interaction-queries.ts';
import type { InteractionRecord } from './records.ts';
import { checkedValues } from './values.ts';
import type { Writer } from './values.ts';

/** `what`: without the id, the user, the place and the time. */
export interface Meant {
  readonly bot: number;
  readonly what: Pick<
    InteractionInit,
    'command' | 'component' | 'seq' | 'form' | 'values' | 'chosen' | 'origin'
  >;
}

/** Throws NOT_FOUND and INVALID. */
export function meantBy(
  services: Services,
  cached: CachedConversation,
  writer: Writer,
  { what }: Interact,
): Promise<Meant> {
  switch (what?.case) {
    case undefined:
      throw new PosthornError('INVALID', 'say what: a command, a component or a form');
    case 'command':
      return meantByCommand(services, cached, writer, what.value);
    case 'component':
      return meantByPress(services, writer, what.value);
    case 'form':
      return meantByForm(services, writer, what.value);
  }
}

async function meantByCommand(
  services: Services,
  cached: CachedConversation,
  writer: Writer,
  { bot, name, text, values }: UseCommand,
): Promise<Meant> {
  const command = theOne(await commandsIn(services, cached), name, bot);
  if (text !== '' && values.length > 0) throw new PosthornError('INVALID', 'give either "text" or "values"');
  const given = values.length > 0 ? values : splitLine(command, text);
  const usage = usageOf(command);
  const checked = await checkedValues(services, writer, { fields: command.fields, values: given, usage });
  return { bot: command.bot, what: { command: command.name, values: checked } };
}

function theOne(all: readonly Command[], name: string, bot: number): Command {
  const found = all.filter((each) => each.name === name && (bot === 0 || each.bot === bot));
  const [command] = found;
  if (command === undefined)
    throw new PosthornError('NOT_FOUND', `no bot here has a command /${name.slice(0, 40)}`, {
      reason: 'command-unknown',
    });
  if (found.length > 1)
    throw new PosthornError('INVALID', `several bots here have a command /${command.name}: say which one`, {
      reason: 'command-of-several-bots',
    });
  return command;
}

async function meantByPress(services: Services, writer: Writer, press: PressComponent): Promise<Meant> {
  const { seq, ephemeral, id, chosen, values } = press;
  const { bot, components } = await shownTo(services, writer, press);
  const found = components && componentWith(components, id);
  if (found === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such button or menu any more', {
      reason: 'component-gone',
    });
  const { button, menu } = found;
  if (button?.disabled === true || menu?.disabled === true)
    throw new PosthornError('INVALID', 'this can no longer be pressed', { reason: 'component-gone' });
  const what = { component: id, seq, origin: ephemeral };
  if (menu !== undefined) {
    const isMeant = chosen.every((each) => menu.options.some(({ value }) => value === each));
    const isOnce = new Set(chosen).size === chosen.length;
    if (!isMeant || !isOnce || (!menu.multiple && chosen.length !== 1))
      throw new PosthornError('INVALID', `choose ${menu.multiple ? 'some' : 'one'} of what the menu has`);
    return { bot, what: { ...what, chosen } };
  }
  if (chosen.length > 0) throw new PosthornError('INVALID', 'there is nothing to choose from on a button');
  const form = button?.form;
  if (form === undefined) {
    if (values.length > 0) throw new PosthornError('INVALID', 'this button has no form');
    return { bot, what };
  }
  const checked = await checkedValues(services, writer, { fields: form.fields, values });
  return { bot, what: { ...what, form: form.id, values: checked } };
}

/** What a user presses on: a message of the log, or an ephemeral one. */
async function shownTo(
  services: Services,
  { user, conversation }: Writer,
  { seq, ephemeral }: PressComponent,
): Promise<{ readonly bot: number; readonly components: Components | undefined }> {
  if (seq > 0) {
    const found = await services.store.run(interactionQueries.pressedOn, user, conversation, seq);
    if (found === undefined)
      throw new PosthornError('NOT_FOUND', 'there is no such message', { reason: 'no-such-message' });
    return { bot: found.sender, components: decodeContent(found.content).components };
  }
  const { bot, shown } = await earlier(services, { user, conversation }, ephemeral);
  return { bot, components: decodeEphemeral(shown).components };
}

async function meantByForm(
  services: Services,
  writer: Writer,
  { interaction, values }: SendForm,
): Promise<Meant> {
  const { bot, seq, answer } = await earlier(services, writer, interaction);
  const { form } = decodeInteracted(answer);
  if (form === undefined) throw new PosthornError('NOT_FOUND', 'the bot has opened no such form');
  const checked = await checkedValues(services, writer, { fields: form.fields, values });
  return { bot, what: { form: form.id, values: checked, seq, origin: interaction } };
}

/** An interaction of the same user in the same place. */
async function earlier(
  { store }: Services,
  { user, conversation }: Pick<Writer, 'user' | 'conversation'>,
  id: number,
): Promise<InteractionRecord> {
  const found = id === 0 ? undefined : await store.run(interactionQueries.interaction, id);
  if (found === undefined || found.user !== user || found.conversation !== conversation)
    throw new PosthornError('NOT_FOUND', 'this is too old: begin again', { reason: 'interaction-too-old' });
  return found;
}
