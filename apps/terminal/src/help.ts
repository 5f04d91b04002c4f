/**
 * The commands as text: for --help and for docs/cli.md.
 *
 * @module
 */
import { COMMON_OPTIONS } from './command.ts';
import type { Command, OptionSpec } from './command.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** All commands, a line each. */
export function overview(commands: readonly Command[]): string {
  const rows = [
    ['start', 'Start a server; see posthorn start --help.'],
    ...commands.map(({ name, summary }) => [name, summary]),
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

/** The generated part of docs/cli.md. */
export function reference(commands: readonly Command[]): string {
  const parts = ['## Options of every command\n', table(Object.entries(COMMON_OPTIONS)), '## Commands\n'];
  for (const command of commands) {
    parts.push(`### posthorn ${command.name}\n\n${command.summary}\n`);
    parts.push(
      `\`\`\`\n${command.usages.map((usage) => `posthorn ${command.name} ${usage}`.trimEnd()).join('\n')}\n\`\`\`\n`,
    );
    const own = Object.entries(command.options);
    if (own.length > 0) parts.push(table(own));
  }
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
