/**
 * Writes packages/server/src/features/accounts/confusables.ts: what Unicode's confusables.txt says of characters that names
 * may have. `node scripts/confusables.mjs < confusables.txt`, with the file from
 * https://www.unicode.org/Public/security/latest/confusables.txt
 */
import { readFileSync, writeFileSync } from 'node:fs';

const TARGET = new URL('../packages/server/src/features/accounts/confusables.ts', import.meta.url);
const MAX_WIDTH = 118;

const input = readFileSync(0, 'utf8');
const version = /^# Version: (\S+)/m.exec(input)?.[1] ?? 'unknown';
/** Sources by target, as code points in hexadecimal. */
const groups = new Map();
for (const line of input.split('\n')) {
  const [from, to] = line.split(';').map((part) => part.trim().split(/\s+/));
  if (line.startsWith('#') || from?.length !== 1 || to === undefined) continue;
  const source = String.fromCodePoint(Number.parseInt(from[0] ?? '', 16));
  if (!mayBeInName(source)) continue;
  const key = to.map((point) => Number.parseInt(point, 16).toString(16)).join('+');
  groups.set(key, [...(groups.get(key) ?? []), source.codePointAt(0)]);
}

function mayBeInName(char) {
  const isInName = /^[\p{L}\p{M}\p{N}._-]$/u.test(char) && !/\p{Default_Ignorable_Code_Point}/u.test(char);
  return isInName && char.normalize('NFKC') === char;
}

const words = [...groups].map(
  ([to, from]) => `${to}:${from.sort((a, b) => a - b).map((point) => point.toString(16))}`,
);
const lines = [];
for (const word of words.sort()) {
  const last = lines.at(-1);
  if (last !== undefined && last.length + word.length < MAX_WIDTH)
    lines[lines.length - 1] = `${last} ${word}`;
  else lines.push(word);
}

writeFileSync(
  TARGET,
  `/**
 * Characters that look like others, from Unicode's confusables.txt, version ${version} (UTS 39). Written by
 * scripts/confusables.mjs. The data are Unicode's:
 *
 * UNICODE LICENSE V3
 *
 * COPYRIGHT AND PERMISSION NOTICE
 *
 * Copyright © 1991-2026 Unicode, Inc.
 *
 * NOTICE TO USER: Carefully read the following legal agreement. BY
 * DOWNLOADING, INSTALLING, COPYING OR OTHERWISE USING DATA FILES, AND/OR
 * SOFTWARE, YOU UNEQUIVOCALLY ACCEPT, AND AGREE TO BE BOUND BY, ALL OF THE
 * TERMS AND CONDITIONS OF THIS AGREEMENT. IF YOU DO NOT AGREE, DO NOT
 * DOWNLOAD, INSTALL, COPY, DISTRIBUTE OR USE THE DATA FILES OR SOFTWARE.
 *
 * Permission is hereby granted, free of charge, to any person obtaining a
 * copy of data files and any associated documentation (the "Data Files") or
 * software and any associated documentation (the "Software") to deal in the
 * Data Files or Software without restriction, including without limitation
 * the rights to use, copy, modify, merge, publish, distribute, and/or sell
 * copies of the Data Files or Software, and to permit persons to whom the
 * Data Files or Software are furnished to do so, provided that either (a)
 * this copyright and permission notice appear with all copies of the Data
 * Files or Software, or (b) this copyright and permission notice appear in
 * associated Documentation.
 *
 * THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY
 * KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
 * MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF
 * THIRD PARTY RIGHTS.
 *
 * IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE
 * BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES,
 * OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS,
 * WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION,
 * ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THE DATA
 * FILES OR SOFTWARE.
 *
 * Except as contained in this notice, the name of a copyright holder shall
 * not be used in advertising or otherwise to promote the sale, use or other
 * dealings in these Data Files or Software without prior written
 * authorization of the copyright holder.
 *
 * @module
 */

/** Groups of a target and all that look like it: code points in hexadecimal, \`target+target:source,source\`. */
export const CONFUSABLES = \`
${lines.join('\n')}
\`;
`,
);
