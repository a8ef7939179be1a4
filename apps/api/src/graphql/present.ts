/** A row that another row refers to. It can only be missing when it was deleted between two statements. */
export async function present<T>(loading: Promise<T | null>, what: string): Promise<T> {
  const found = await loading;
  if (found === null) throw new Error(`${what} was deleted while it was read.`);
  return found;
}
