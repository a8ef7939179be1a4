/** One behaviour of Istio over its releases: the value holds from `since` to the next line. Oldest first. */
export interface History<Value> {
  /** The behaviour as a statement that people read in upgrade reports; a yes-or-no value says whether it holds. */
  readonly what: string;
  /** Istio's file and function, the release note or pull request, or the section of the semantics. */
  readonly source: string;
  /** A fix that older releases got in a patch has a line for each of them. */
  readonly lines: readonly { readonly since: string; readonly value: Value }[];
}

export const history = <Value>(what: string, source: string, ...lines: History<Value>['lines']): History<Value> => ({
  what,
  source,
  lines,
});
