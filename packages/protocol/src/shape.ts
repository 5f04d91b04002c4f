/**
 * Where the JSON of a message differs from the decoded message (json.ts); generated for each message.
 *
 * @module
 */

/** How a field's JSON differs. `encoded`: the bytes hold an encoded message of that name. */
export type FieldShape =
  | { readonly kind: 'plain' }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'encoded'; readonly message: string }
  | { readonly kind: 'message'; readonly message: string; readonly repeated?: boolean }
  | { readonly kind: 'union'; readonly cases: Readonly<Record<string, FieldShape>> };

export interface Shape {
  readonly fields: Readonly<Record<string, FieldShape>>;
  readonly optional: readonly string[];
}
