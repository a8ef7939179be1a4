import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { LabelInput } from '../clusters/cluster.type.js';
import { connectionType } from '../graphql/connection.js';
import { MutationError } from '../graphql/mutation-error.js';
import { KeyValue, NodeType } from '../graphql/shared.types.js';

@ObjectType('Cohort', {
  implements: () => NodeType,
  description: 'Clusters that should be equal: all whose labels hold every label of the selector.',
})
export class CohortType extends NodeType {
  @Field()
  name: string;
  @Field(() => [KeyValue])
  selector: KeyValue[];
  @Field(() => Int)
  clusterCount: number;
  @Field()
  createdAt: Date;
}

export const CohortConnection = connectionType('Cohort', () => CohortType);

@InputType()
export class CreateCohortInput {
  @Field({ description: '1 to 63 lower-case letters, digits, "-" and ".".' })
  name: string;
  @Field(() => [LabelInput], { description: 'At least one label.' })
  selector: LabelInput[];
}

@InputType({ description: 'What is left out stays as it is.' })
export class ChangeCohortInput {
  @Field(() => ID)
  id: string;
  @Field(() => String, { nullable: true })
  name?: string | null;
  @Field(() => [LabelInput], { nullable: true })
  selector?: LabelInput[] | null;
}

@InputType()
export class DeleteCohortInput {
  @Field(() => ID)
  id: string;
}

@ObjectType({ description: 'The cohort as it is now, or why nothing was changed.' })
export class CohortPayload {
  @Field(() => CohortType, { nullable: true })
  cohort: unknown;
  @Field(() => MutationError, { nullable: true })
  error: MutationError | null;
}

@ObjectType()
export class DeletePayload {
  @Field(() => ID, { nullable: true })
  deletedId: string | null;
  @Field(() => MutationError, { nullable: true })
  error: MutationError | null;
}
