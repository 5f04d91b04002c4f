/**
 * Commands of the bots here: which ones there are, and what becomes of one that is written.
 *
 * @module
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Engine } from '@posthorn/client/engine';
import { useEngine } from '@posthorn/react';
import { botCommandIn, mayBeCommand } from '../../model/bot-command.ts';
import type { BotCommand } from '../../model/bot-command.ts';
import { useInteract } from '../bots/use-interact.ts';
import type { Interacting } from '../bots/use-interact.ts';

export interface BotCommands {
  /** Those that are known; asked for when a text begins with a slash. */
  readonly known: readonly BotCommand[];
  readonly interacting: Interacting;
  /** Uses the command that a text is, or says it. Until the bot has answered, a command stays. */
  readonly send: (text: string) => void;
}

export interface BotCommandsOptions {
  readonly conversation: number;
  readonly text: string;
  /** The text is no command. */
  readonly onText: (text: string) => void;
  /** The bot has it. */
  readonly onDone: (text: string) => void;
}

const NONE: readonly BotCommand[] = [];

export function useBotCommands({ conversation, text, onText, onDone }: BotCommandsOptions): BotCommands {
  const engine = useEngine();
  const interacting = useInteract(conversation);
  const [known, setKnown] = useState(NONE);
  const asked = useRef<Promise<readonly BotCommand[]>>(undefined);
  const read = useCallback(async () => {
    asked.current ??= listed(engine, conversation);
    try {
      const commands = await asked.current;
      setKnown(commands);
      return commands;
    } catch (error) {
      asked.current = undefined;
      throw error;
    }
  }, [engine, conversation]);
  const isWanted = text.startsWith('/');
  useEffect(() => {
    if (isWanted) read().catch(() => {}); // It is asked again when the command is sent.
    else asked.current = undefined;
  }, [isWanted, read]);
  const send = (words: string): void => {
    if (!mayBeCommand(words)) return onText(words);
    interacting.run('command', async () => {
      const found = botCommandIn(words, await read());
      if (found === undefined) return onText(words);
      const { bot, name } = found.command;
      await interacting.ask(bot, { case: 'command', value: { bot, name, text: found.rest } });
      onDone(words);
    });
  };
  return { known, interacting, send };
}

/** With the names of their bots, which tell commands of one name apart. */
async function listed(engine: Engine, conversation: number): Promise<readonly BotCommand[]> {
  const { commands } = await engine.call('listCommands', { conversation });
  const unknown = new Set(commands.map(({ bot }) => bot).filter((bot) => engine.users.at(bot) === undefined));
  const { users } = unknown.size === 0 ? { users: [] } : await engine.call('getUsers', { ids: [...unknown] });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return commands.map((command) => ({
    ...command,
    botName: engine.users.at(command.bot)?.name ?? names.get(command.bot) ?? '',
  }));
}
