import { type PipeTransform } from '@nestjs/common';
import { type ErrorDetail, InvalidClusterName, InvalidQuery, InvalidRequest, CLUSTER_NAME } from '@waymark/contract';
import type { z } from 'zod';

const detailsOf = (error: z.ZodError): ErrorDetail[] =>
  error.issues.map((issue) => ({
    detail: issue.path.length === 0 ? issue.message : `"${issue.path.join('.')}": ${issue.message}`,
  }));

/** A query by its wire shape; throws InvalidQuery. */
export class CheckedQuery<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(value: unknown): T {
    const parsed = this.schema.safeParse({ ...(value as object) });
    if (!parsed.success) throw new InvalidQuery(detailsOf(parsed.error));
    return parsed.data;
  }
}

/** A JSON body by its wire shape; throws InvalidRequest. */
export class CheckedBody<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(value: unknown): T {
    const parsed = this.schema.safeParse(value);
    if (!parsed.success) throw new InvalidRequest(detailsOf(parsed.error));
    return parsed.data;
  }
}

export class ClusterNamePipe implements PipeTransform<string, string> {
  transform(name: string): string {
    if (!CLUSTER_NAME.test(name)) throw new InvalidClusterName(name);
    return name;
  }
}
