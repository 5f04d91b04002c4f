/**
 * The commands as text: for --help and for docs/cli.md.
 *
 * @module
 */
import { COMMON_OPTIONS } from './command.ts';
import type { Command, OptionSpec } from './command.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** All commands, one line each. */
export function overview(commands: readonly Command[]): string {
  const rows = [
    ['start', 'Start a server; see posthorn start --help.'],
    ...commands.map(({ name, summary }) => [name, summary]),
    ['admin', 'Make an account an administrator, on the database itself; see posthorn admin --help.'],
    [
      'backup',
      'Copy the database and the files of a server, also while it runs; see posthorn backup --help.',
    ],
    ['restore', 'Put a backup into a data directory; see posthorn restore --help.'],
    ['promote', 'Move an installation into a database server; see posthorn promote --help.'],
    ['check-files', 'Look whether the files of a server are all there; see posthorn check-files --help.'],
    ['secrets-key', 'Make a key that seals secrets in the database; see posthorn secrets-key --help.'],
    ['bench', 'Measure a server on this machine; see posthorn bench --help.'],
    ['verify', 'Break a server of its own and check that it keeps its promises; see posthorn verify --help.'],
    ['version', 'Print the version.'],
  ];
  return [
    'Usage: posthorn COMMAND [options]',
    '',
    ...rows.map(([name = '', summary = '']) => `  ${name.padEnd(15)}${summary}`),
    '',
    'posthorn COMMAND --help says more about one of them.',
    '',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const lines = command.usages.map((usage, index) =>
    `${index === 0 ? 'Usage:' : '      '} posthorn ${command.name} ${usage}`.trimEnd(),
  );
  lines.push('', command.summary, '');
  for (const [name, spec] of optionsOf(command))
    lines.push(`  ${flagOf(name, spec)}`, `      ${spec.description}`);
  lines.push('', 'Exit codes');
  for (const { code, meaning } of Object.values(EXIT_CODES))
    lines.push(`  ${String(code).padEnd(5)}${meaning}`);
  return `${lines.join('\n')}\n`;
}

const INTRODUCTION = `# Commands

<!-- Written by \`npm run docs -w apps/cli\` from apps/terminal/src. Do not edit. -->

\`posthorn\` is the server (\`posthorn start\`, see [configuration.md](configuration.md)) and the client: \`posthorn chat\`
for people, the rest for scripts. \`posthorn verify\` breaks a server of its own and checks the promises, see
[verify.md](verify.md). In a checkout, run \`npx posthorn\`.

With \`--json\`, each result is one JSON object per line on stdout. Errors go to stderr as
\`{"error":{"code":"…","message":"…"}}\`, notes as \`{"note":"…"}\`.

You log in with \`--user\` and \`--password\`, with \`POSTHORN_USER\` and \`POSTHORN_PASSWORD\` (or the path of a file with the
password in \`POSTHORN_PASSWORD_FILE\`), or with a login that
\`posthorn login\` has saved. It saves server, name and token, never the password, in a file that only you can read. A saved
login is faster: the server checks no password. Commands of one user can run at the same time.

\`\`\`sh
posthorn register --server http://127.0.0.1:7010 --user ann --password but-soft
posthorn send --user ann --password but-soft --to bob --json hello
# {"conversation":4,"seq":1,"clientId":"01M85VWMQS5AXE0NX6FAVXMM0R"}
posthorn listen --user bob --password but-soft --json --from-start
# {"conversation":4,"seq":1,"from":"ann","text":"hello"}
posthorn send --user ann --password but-soft --to bob --file view.jpg --json look
# {"conversation":4,"seq":2,"clientId":"…","attachments":[{"id":"744888cb…","name":"view.jpg","type":"image/jpeg","bytes":78868}]}
posthorn download --user bob --password but-soft 744888cb… --out view.jpg
tail -f app.log | posthorn send --user ann --password but-soft --group 5 --stdin
\`\`\`
`;

/** Returns docs/cli.md. `chat`: the commands inside the chat, as rows. */
export function reference(
  commands: readonly Command[],
  chat: readonly { readonly name: string; readonly usage: string; readonly help: string }[],
): string {
  const parts = [
    INTRODUCTION,
    '## Options of every command\n',
    table(Object.entries(COMMON_OPTIONS)),
    '## Commands\n',
  ];
  for (const command of commands) {
    parts.push(`### posthorn ${command.name}\n\n${command.summary}\n`);
    parts.push(
      `\`\`\`\n${command.usages.map((usage) => `posthorn ${command.name} ${usage}`.trimEnd()).join('\n')}\n\`\`\`\n`,
    );
    const own = Object.entries(command.options);
    if (own.length > 0) parts.push(table(own));
  }
  const rows = chat.map(
    ({ name, usage, help }) => `| \`${`${name} ${usage}`.trim().replaceAll('|', '\\|')}\` | ${help} |`,
  );
  parts.push(`## Inside the chat

Text goes to the open conversation; \`NAME;;TEXT\` goes to one user; a word like \`:tada:\` in a text becomes an emoji.
Texts may have [markup](../packages/markup/README.md#what-can-be-typed): the full screen shows it as styled text, \`--plain\` as
it was typed. \`@name\` alerts somebody, \`@all\` and \`@here\` everybody.

While you type, the row above the input offers what fits: commands and how they are used, emoji (\`:smi\`), names (\`@ju\`). Tab takes
the chosen one, the arrows choose another. Commands name a message by its number, which stands in place of the time while you type
a command, or as \`last\`.

| key | what it does |
|---|---|
| Ctrl+N, Ctrl+P | the next conversation, the one before |
| PgUp, PgDn, wheel | scroll; what you read stays where it is while others write |
| Ctrl+X | write in your own editor: \`$VISUAL\`, \`$EDITOR\` or \`vi\` |
| Alt+Enter | another line |
| ↑, ↓ | the line above or below; what you have typed before |
| Ctrl+A, Ctrl+E, Ctrl+W, Ctrl+U, Ctrl+K | as in a shell |
| click | open a conversation, or show the spoilers of a message; \`:mouse off\` or \`--no-mouse\` leaves the mouse to the terminal |

The list has on top what you keep there (\`:top\`, ↑), then what was said last. \`:archive\` takes a conversation out of it until
something is said there, or, if it is muted, until \`:unarchive\`; \`:list archived\` shows those, \`:list unread\` what is unread,
and \`:list FOLDER\` a folder of yours. A • marks what you want to read once more (\`:unread\`). What does not alert you
(\`:quiet\`, \`:level\`) is dim. All this is the same on your other devices, and other clients show it too.

Colours suit the background that the terminal says it has (OSC 11, or \`COLORFGBG\`); those of a terminal that says nothing can be read
on both. \`--theme\` and \`:theme\` choose themselves. With \`NO_COLOR=1\` there are none.

What you have not sent yet is there again when you come back to the conversation, also after a restart and on your other devices.

Bots, marked \`(bot)\`: \`/\` offers the [commands](bots.md#commands) of those that are here, and Tab completes what they ask for; \`:bots\` lists them. A text that begins like a command is written with two slashes: \`//remind\`. What can be pressed has
numbers: \`:press last 2\` presses button 2 of the last message that has any, \`:press 17 4 5\` chooses options 4 and 5 of the menu of message 17; Tab offers them. A form is asked for field by field: Enter alone takes what is there, or leaves out
what is optional, and \`:cancel\` gives it up. What only you see has the numbers e1, e2, …; \`:dismiss\` takes it away. Scripts use \`posthorn command\` and \`posthorn press\`.

Files: \`:attach PATH\` sends them, with what follows the paths as text; Tab completes a path, and makes \`:attach\` of
a path that was pasted or of a file that was dropped on the terminal. \`:save\` writes the files of a message into the directory in which the chat was started, or to a path; it replaces nothing unless it is
\`:save!\`. Pictures stand among the messages as coloured half blocks. \`:view\` shows one as large as the terminal can: by Kitty's or iTerm2's protocol or
as Sixel, if the terminal says so within a second, else as half blocks. \`POSTHORN_PICTURES=kitty|iterm|sixel|blocks\` decides without asking, for
example in tmux, which passes Kitty's and iTerm2's pictures on with \`set -g allow-passthrough on\`. Uploads that were cut off go on when the same file is attached again.

A paste is one message with its line breaks, whatever it looks like, and waits for Enter. To paste into a command, type the
command first: \`:join \`. With \`--plain\`, and on terminals without bracketed paste, a paste of a single line with its line
break cannot be told from typing.

| command | what it does |\n|---|---|\n${rows.join('\n')}\n`);
  const codes = Object.values(EXIT_CODES).map(({ code, meaning }) => `| ${code} | ${meaning} |`);
  parts.push(`## Exit codes\n\n| code | meaning |\n|---|---|\n${codes.join('\n')}\n`);
  return parts.join('\n');
}

function optionsOf(command: Command): readonly (readonly [string, OptionSpec])[] {
  return [...Object.entries(command.options), ...Object.entries<OptionSpec>(COMMON_OPTIONS)];
}

function table(options: readonly (readonly [string, OptionSpec])[]): string {
  const rows = options.map(([name, spec]) => `| \`${flagOf(name, spec)}\` | ${spec.description} |`);
  return `| option | meaning |\n|---|---|\n${rows.join('\n')}\n`;
}

function flagOf(name: string, { placeholder }: OptionSpec): string {
  return `--${name}${placeholder === undefined ? '' : ` ${placeholder}`}`;
}
