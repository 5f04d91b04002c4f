/**
 * The options as text: for `posthorn start --help` and for docs/configuration.md.
 *
 * @module
 */
import { allOptions } from './load.ts';
import { fileVariableOf, flagOf, variableOf } from './option.ts';
import type { Option, OptionSet } from './option.ts';

/** Exit codes of `posthorn start`. */
export const EXIT_CODES = {
  ok: { code: 0, meaning: 'Stopped as asked, after draining.' },
  failed: { code: 1, meaning: 'An unexpected failure; the log on stderr says which.' },
  usage: { code: 2, meaning: 'The configuration is wrong; nothing was started.' },
  data: {
    code: 6,
    meaning: 'The data directory cannot be used: locked, not writable, damaged, or of a newer version.',
  },
  address: { code: 7, meaning: 'An address cannot be listened on, for instance because its port is taken.' },
  bus: { code: 8, meaning: 'NATS cannot be reached, or does not let us in.' },
  interrupted: {
    code: 130,
    meaning: 'A second SIGINT or SIGTERM cut the draining short. Nothing acknowledged is lost.',
  },
} as const;

/** The help text of `posthorn start`, `width` columns wide. */
export function startHelp(sets: readonly OptionSet[], width = 100): string {
  const lines = ['Usage: posthorn start [options]', '', 'Starts a server. Everything has a default.'];
  for (const [heading, options] of byHeading(sets)) {
    lines.push('', heading);
    for (const [name, option] of options) {
      const value = option.flagOnly === true ? '' : ` ${option.kind.placeholder}`;
      lines.push(
        option.isNoFlag === true
          ? `  ${variableOf(name)}=${option.kind.placeholder}`
          : `  --${flagOf(name)}${value}`,
      );
      const standard = option.flagOnly === true ? '' : ` Default: ${defaultOf(option)}.`;
      lines.push(...wrap(`${option.description}${standard}`, width - 6).map((line) => `      ${line}`));
    }
  }
  const precedence =
    'Options come from flags, then from the environment (--login-policy is POSTHORN_LOGIN_POLICY), then from ' +
    'the configuration file ("login-policy"), then from the defaults. A secret may lie in a file: POSTHORN_STORE_FILE=PATH.';
  lines.push('', ...wrap(precedence, width), '', 'Exit codes');
  for (const { code, meaning } of Object.values(EXIT_CODES))
    lines.push(`  ${String(code).padEnd(4)} ${meaning}`);
  return `${lines.join('\n')}\n`;
}

/** docs/configuration.md. */
export function configurationPage(sets: readonly OptionSet[]): string {
  const parts = [INTRODUCTION];
  for (const [heading, options] of byHeading(sets)) {
    parts.push(`## ${heading}\n`);
    for (const [name, option] of options) parts.push(optionSection(name, option));
  }
  const rows = Object.values(EXIT_CODES).map(({ code, meaning }) => `| ${code} | ${meaning} |`);
  parts.push(`## Exit codes\n\n| code | meaning |\n|---|---|\n${rows.join('\n')}\n`);
  return parts.join('\n');
}

/** Headings by their order, each with its options in the order of the sets. */
function byHeading(sets: readonly OptionSet[]): ReadonlyMap<string, readonly (readonly [string, Option])[]> {
  const entries = [...allOptions(sets)];
  return Map.groupBy(
    entries.toSorted(([, a], [, b]) => a.group.order - b.group.order),
    ([, { group }]) => group.heading,
  );
}

function optionSection(name: string, option: Option): string {
  const [flag, variable] = [flagOf(name), variableOf(name)];
  const lines = [`### \`--${flag}\`\n`, `${option.description}\n`];
  if (option.flagOnly === true) return lines.join('\n');
  lines.push(
    `- Values: \`${option.kind.placeholder}\`; default: ${defaultOf(option, '`')}`,
    `- Environment: \`${variable}\`${option.secret === true ? `, or the path of a file in \`${fileVariableOf(variable)}\`` : ''}`,
  );
  if (option.locates !== 'file') lines.push(`- File: \`"${flag}"\``);
  const example =
    option.isNoFlag === true ? `${variable}=${option.example}` : `--${flag} ${quoted(option.example)}`;
  if (option.example !== '') lines.push(`- Example: \`${example}\``);
  return `${lines.join('\n')}\n`;
}

function defaultOf(option: Option, quote = ''): string {
  if (option.default === undefined) return option.absent ?? 'nothing';
  const written = option.kind.format(option.default);
  return written === '' ? 'nothing' : `${quote}${written}${quote}`;
}

function quoted(example: string): string {
  return /\s/.test(example) ? `"${example}"` : example;
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

const INTRODUCTION = `# Configuration

<!-- Written by \`npm run docs -w apps/cli\` from packages/server/src/compose/options.ts. Do not edit. -->

\`posthorn start\` works without any option. Each option can be given in three places; the first that has it wins:

1. a flag: \`--login-policy multi\` or \`--login-policy=multi\`,
2. the environment: \`POSTHORN_LOGIN_POLICY=multi\`,
3. the configuration file: \`"login-policy": "multi"\`.

A secret may lie in a file of its own, such as a secret of Docker or Kubernetes: \`POSTHORN_STORE_FILE=/run/secrets/store\`
is \`POSTHORN_STORE\` with the content of that file. A variable that begins with \`POSTHORN_\` and means nothing is
warned about at start.

The file is the one that \`--config\` names, else \`posthorn.json\` in the data directory. It is JSON in which
comments and a last comma are allowed:

\`\`\`json
{
  // Reachable from outside, so with TLS.
  "host": "0.0.0.0",
  "tls-cert": "/etc/posthorn/cert.pem",
  "tls-key": "/etc/posthorn/key.pem",
  "login-policy": "multi",
  "session-ttl": "30d",
}
\`\`\`

Times have a unit (\`500ms\`, \`30s\`, \`10m\`, \`12h\`, \`90d\`), sizes may have one (\`4096\`, \`256KiB\`, \`1MiB\`). Lists are
separated by commas, or arrays in the file. A wrong or unknown option stops the start with a sentence that says what
to change, and exit code 2.
`;
