/**
 * Lines of a text that arrives in pieces.
 *
 * @module
 */

/** A line that is longer is no record. */
const MAX_LINE_CHARS = 67_108_864;

export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARS) throw new Error(`a line has more than ${MAX_LINE_CHARS} characters`);
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
