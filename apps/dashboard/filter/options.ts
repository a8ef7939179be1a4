export interface Option {
  readonly value: string;
  readonly label: string;
}

/** What the address holds is offered even when the list does not know it. */
export function including(options: readonly Option[], chosen: string | undefined): Option[] {
  const known = chosen === undefined || options.some(({ value }) => value === chosen);
  return known ? [...options] : [{ value: chosen, label: chosen }, ...options];
}
