import { Field, ObjectType } from '@nestjs/graphql';
import { seesAll } from '@waymark/store';
import type { z } from 'zod';
import type { Caller } from '../access/caller.js';
import { MutationErrorCode } from './enums.js';

@ObjectType({ description: 'Why a mutation changed nothing.' })
export class MutationError {
  @Field(() => MutationErrorCode)
  code: keyof typeof MutationErrorCode;
  @Field({ description: 'What is wrong, and what to do.' })
  message: string;
  @Field(() => String, { nullable: true, description: 'The field of the input that it is about.' })
  field: string | null;
}

type Checked<T> = { readonly value: T; readonly error: null } | { readonly value: null; readonly error: MutationError };

/** The input as the schema reads it, or what is wrong with it. */
export function checkedInput<Schema extends z.ZodType>(schema: Schema, input: unknown): Checked<z.output<Schema>> {
  const result = schema.safeParse(input);
  if (result.success) return { value: result.data, error: null };
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  return {
    value: null,
    error: {
      code: 'INVALID',
      message: `${field === '' ? 'The input' : field} ${issue?.message ?? 'is not valid'}`,
      field,
    },
  };
}

export const notFound = (what: string): MutationError => ({
  code: 'NOT_FOUND',
  message: `There is no such ${what}. Ask for the list again: it may have been deleted.`,
  field: 'id',
});

/** What belongs to the whole fleet is changed by admins of the whole fleet. Throws ScopeMissing when it is no admin at all. */
export function refusalUnlessFleetAdmin(caller: Caller): MutationError | null {
  caller.mustHave('admin');
  if (seesAll(caller.viewer)) return null;
  const message = 'The token may see some clusters only. Use an admin token for all clusters ("*").';
  return { code: 'FORBIDDEN', message, field: null };
}
