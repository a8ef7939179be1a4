/** A value that was read, or the sentence that says what is wrong with it and how it should be. */
export type Read<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

export const problem = (sentence: string): { readonly ok: false; readonly problem: string } => ({
  ok: false,
  problem: sentence,
});
