/** What Next hands to a page as `searchParams`. */
export type RawParams = Readonly<Record<string, string | string[] | undefined>>;

/** The values of a parameter that may repeat, without empty ones. */
export function all(params: RawParams, name: string): string[] {
  const value = params[name];
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return values.map((each) => each.trim()).filter((each) => each !== '');
}

/** The last value of a parameter, or undefined when it is absent or empty. */
export function one(params: RawParams, name: string): string | undefined {
  return all(params, name).at(-1);
}

/** A parameter that knows its values; any other value counts as absent, in either case. */
export function oneOf<T extends string>(params: RawParams, name: string, allowed: readonly T[]): T | undefined {
  const value = one(params, name)?.toUpperCase();
  return allowed.find((each) => each.toUpperCase() === value);
}

export type ParamValue = string | number | readonly string[] | null | undefined;

/** An address with its parameters in the given order, empty ones left out: one state has one address. */
export function hrefOf(path: string, params: Readonly<Record<string, ParamValue>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    const values = Array.isArray(value) ? value : [value];
    for (const each of values) if (each !== null && each !== undefined && each !== '') query.append(name, String(each));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
