import { CommandError, EXIT } from '../exit-code.js';

/** The answer of a service in the shape that the contract promises. */
export function answered<Shape>(
  schema: { safeParse(value: unknown): { data?: Shape | undefined } },
  answer: unknown,
): Shape {
  const { data } = schema.safeParse(answer);
  if (data !== undefined) return data;
  throw new CommandError(EXIT.NETWORK, 'The server answers in a form that this version of waymark does not know.');
}
