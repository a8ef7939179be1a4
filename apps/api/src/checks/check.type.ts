import { Field, ObjectType } from '@nestjs/graphql';
import type { Severity as SeverityValue } from '@waymark/engine';
import { Severity } from '../graphql/enums.js';

@ObjectType('Check', { description: 'What a check is about.' })
export class CheckType {
  @Field()
  id: string;
  @Field(() => Severity)
  severity: SeverityValue;
  @Field()
  title: string;
  @Field()
  why: string;
  @Field()
  fix: string;
  @Field()
  source: string;
}
