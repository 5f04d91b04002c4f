/** The colour of a person: one of eight, by id, as in tokens.css (`--p0` … `--p7`). */
export function hueOf(user: number): number {
  return user % 8;
}
