/**
 * JSON in which comments and a last comma are allowed, for files that people write.
 *
 * @module
 */

/** Parses it. Throws what JSON.parse throws; positions in its message are those of the text given. */
export function parseJsonc(text: string): unknown {
  return JSON.parse(withoutLastCommas(withoutComments(text)));
}

/** Comments become spaces, so that positions stay; strings are skipped as a whole. */
function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith('"') ? found : found.replace(/[^\n]/g, ' '),
  );
}

function withoutLastCommas(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (found) => (found === ',' ? ' ' : found));
}
