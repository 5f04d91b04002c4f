import { PosthornError } from '@posthorn/protocol';

const MAX_LINE_CHARS = 4096;

/** Cuts lines out of chunks. */
export class Lines {
  #rest = '';

  push(bytes: Uint8Array, onLine: (word: string, rest: string) => void): void {
    const lines = (this.#rest + Buffer.from(bytes).toString()).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > MAX_LINE_CHARS) throw new PosthornError('TOO_LARGE', 'the line is too long');
    for (const line of lines) {
      const [word = '', ...rest] = line.split(' ');
      onLine(word, rest.join(' '));
    }
  }
}

export function line(...words: readonly (string | number)[]): Uint8Array {
  return Buffer.from(`${words.join(' ')}\n`);
}
