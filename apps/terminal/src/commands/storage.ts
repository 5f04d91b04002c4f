/**
 * storage: shows how much of the server's room the user's files have.
 *
 * @module
 */
import type { Command } from '../command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { withClient } from '../online.ts';

const MIB = 2 ** 20;

export const storageCommand: Command = {
  name: 'storage',
  summary: 'Show how much of the server’s room your files have, and how much they may have.',
  usages: [''],
  options: {},
  positionals: [0, 0],
  async run(context) {
    const used = await withClient(context, 'storage', (client) => client.call('getStorage', {}));
    const lines = [
      `files\t${used.files}`,
      `used\t${mebibytes(used.bytes)}`,
      `allowed\t${mebibytes(used.quotaBytes)}`,
    ];
    await context.output.result(used, lines);
    return EXIT_CODES.ok.code;
  },
};

function mebibytes(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
