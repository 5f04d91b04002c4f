/**
 * Reads the XML of S3's answers, which is at most three levels deep.
 *
 * @module
 */
import { Parser } from 'htmlparser2';

export interface XmlAnswer {
  readonly root: string;
  /** Texts of the elements below the root. */
  readonly fields: ReadonlyMap<string, string>;
  /** For each element of the given name below the root: the texts of the elements in it. */
  readonly rows: readonly ReadonlyMap<string, string>[];
}

export function readXml(xml: string, rowName?: string): XmlAnswer {
  const path: string[] = [];
  const fields = new Map<string, string>();
  const rows: Map<string, string>[] = [];
  let root = '';
  let text = '';
  const parser = new Parser(
    {
      onopentag(name) {
        path.push(name);
        if (path.length === 1) root = name;
        if (path.length === 2 && name === rowName) rows.push(new Map());
        text = '';
      },
      ontext(more) {
        text += more;
      },
      onclosetag(name) {
        if (path.length === 2) fields.set(name, text);
        if (path.length === 3 && path[1] === rowName) rows.at(-1)?.set(name, text);
        path.pop();
        text = '';
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return { root, fields, rows };
}

/** Escapes text for an element. */
export function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
