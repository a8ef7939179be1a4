import { ArgsType, Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionType, PageArgs } from '../graphql/connection.js';
import { DriftAspect, DriftCause, DriftClass } from '../graphql/enums.js';
import { Fact, ObjectRef } from '../graphql/shared.types.js';

@ObjectType({ description: 'One cluster in a row of the matrix.' })
export class DriftCell {
  @Field(() => DriftClass)
  class: keyof typeof DriftClass;
  @Field(() => String, { nullable: true, description: 'Why it differs, in a sentence; null when it does not.' })
  reason: string | null;
  @Field(() => DriftCause, { nullable: true })
  cause: keyof typeof DriftCause | null;
  @Field(() => Fact, { nullable: true, description: 'Where to check it, when a fact of the cluster is the reason.' })
  fact: Fact | null;
}

@ObjectType({ description: 'One thing (kind, namespace, name) over the clusters of a cohort.' })
export class DriftRow {
  @Field(() => ID)
  id: string;
  @Field(() => DriftAspect)
  aspect: keyof typeof DriftAspect;
  @Field(() => ObjectRef)
  object: ObjectRef;
  @Field(() => [DriftCell], { description: 'One for each cluster of the cohort, by name.' })
  cells: DriftCell[];
}

export const DriftConnection = connectionType('DriftRow', () => DriftRow);

@ArgsType()
export class DriftArgs extends PageArgs {
  @Field({ description: 'Name of the cohort.' })
  cohort: string;
  @Field(() => DriftAspect, { nullable: true, description: 'Default: POLICY.' })
  aspect?: keyof typeof DriftAspect | null;
  @Field(() => [DriftClass], { nullable: true, description: 'Rows with a cell of one of these classes; default: all.' })
  only?: (keyof typeof DriftClass)[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Name of the cluster that the others are compared with; default: what most clusters have.',
  })
  baseline?: string | null;
}
