/**
 * All commands.
 *
 * @module
 */
import type { Command } from './command.ts';
import {
  loginCommand,
  logoutCommand,
  passwordCommand,
  profileCommand,
  registerCommand,
  sessionsCommand,
} from './commands/accounts.ts';
import { chatCommand } from './commands/chat.ts';
import { groupsCommand } from './commands/groups.ts';
import { conversationsCommand, historyCommand } from './commands/history.ts';
import { listenCommand } from './commands/listen.ts';
import { sendCommand } from './commands/send.ts';
import { statusCommand } from './commands/status.ts';
import { usersCommand } from './commands/users.ts';

export const COMMANDS: readonly Command[] = [
  chatCommand,
  registerCommand,
  loginCommand,
  logoutCommand,
  sendCommand,
  listenCommand,
  historyCommand,
  conversationsCommand,
  usersCommand,
  groupsCommand,
  profileCommand,
  passwordCommand,
  sessionsCommand,
  statusCommand,
];
