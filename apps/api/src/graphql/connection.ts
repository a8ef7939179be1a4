import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType()
export class PageInfo {
  @Field()
  hasNextPage: boolean;
  @Field()
  hasPreviousPage: boolean;
  @Field(() => String, { nullable: true })
  startCursor: string | null;
  @Field(() => String, { nullable: true })
  endCursor: string | null;
}

export const LARGEST_PAGE = 100;

/** `first` is bounded in page-size.rule.ts, before anything is read. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { description: `1 to ${LARGEST_PAGE}.` })
  first: number;
  @Field(() => String, { nullable: true })
  after?: string | null;
}

/** A Relay connection over T as the resolvers answer it. */
export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

/** Declares `<name>Connection` and `<name>Edge` for a node type. */
export function connectionType(name: string, node: () => Type<unknown>): Type<unknown> {
  @ObjectType(`${name}Edge`)
  class Edge {
    @Field()
    cursor: string;
    @Field(node)
    node: unknown;
  }
  @ObjectType(`${name}Connection`)
  class ConnectionOf {
    @Field(() => [node()])
    nodes: unknown[];
    @Field(() => [Edge])
    edges: Edge[];
    @Field(() => PageInfo)
    pageInfo: PageInfo;
    @Field(() => Int)
    totalCount: number;
  }
  return ConnectionOf;
}
