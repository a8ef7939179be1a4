import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { cohortChangeSchema, cohortSchema } from '@waymark/contract';
import { AuditRepository, type Cohort, CohortNameTaken, CohortRepository, SEES_ALL } from '@waymark/store';
import type { GraphqlContext } from '../graphql/context.js';
import { labelsOf } from '../graphql/key-values.js';
import { checkedInput, type MutationError, notFound, refusalUnlessFleetAdmin } from '../graphql/mutation-error.js';
import { keyOf } from '../graphql/node-id.js';
import {
  ChangeCohortInput,
  CohortPayload,
  CreateCohortInput,
  DeleteCohortInput,
  DeletePayload,
} from './cohort.type.js';

interface Payload {
  readonly cohort: Cohort | null;
  readonly error: MutationError | null;
}

/** Cohorts belong to the whole fleet, so only an admin changes them. */
@Resolver()
export class CohortMutations {
  constructor(
    private readonly store: CohortRepository,
    private readonly audit: AuditRepository,
  ) {}

  @Mutation(() => CohortPayload)
  async createCohort(
    @Args('input') { name, selector }: CreateCohortInput,
    @Context() { caller }: GraphqlContext,
  ): Promise<Payload> {
    const refusal = refusalUnlessFleetAdmin(caller);
    if (refusal !== null) return { cohort: null, error: refusal };
    const { value, error } = checkedInput(cohortSchema, { name, selector: labelsOf(selector) });
    if (error !== null) return { cohort: null, error };
    return this.answer(async () => {
      const id = await this.store.create(value.name, value.selector);
      await this.audit.append({
        actor: caller.name,
        action: 'cohort.create',
        subject: id,
        detail: { name: value.name },
      });
      return id;
    });
  }

  @Mutation(() => CohortPayload)
  async changeCohort(@Args('input') input: ChangeCohortInput, @Context() { caller }: GraphqlContext): Promise<Payload> {
    const refusal = refusalUnlessFleetAdmin(caller);
    if (refusal !== null) return { cohort: null, error: refusal };
    const { name, selector } = input;
    const asked = { name, selector: selector == null ? null : labelsOf(selector) };
    const { value, error } = checkedInput(cohortChangeSchema, asked);
    if (error !== null) return { cohort: null, error };
    const id = keyOf('Cohort', input.id) ?? '';
    return this.answer(async () => {
      if (!(await this.store.change(id, { name: value.name ?? null, selector: value.selector ?? null }))) return null;
      await this.audit.append({
        actor: caller.name,
        action: 'cohort.change',
        subject: id,
        detail: { name: name ?? null },
      });
      return id;
    });
  }

  @Mutation(() => DeletePayload)
  async deleteCohort(
    @Args('input') { id }: DeleteCohortInput,
    @Context() { caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    const refusal = refusalUnlessFleetAdmin(caller);
    if (refusal !== null) return { deletedId: null, error: refusal };
    const key = keyOf('Cohort', id) ?? '';
    if (!(await this.store.delete(key))) return { deletedId: null, error: notFound('cohort') };
    await this.audit.append({ actor: caller.name, action: 'cohort.delete', subject: key, detail: {} });
    return { deletedId: id, error: null };
  }

  private async answer(change: () => Promise<string | null>): Promise<Payload> {
    try {
      const id = await change();
      const [cohort] = id === null ? [] : await this.store.byIds(SEES_ALL, [id]);
      return cohort === undefined ? { cohort: null, error: notFound('cohort') } : { cohort, error: null };
    } catch (error) {
      if (!(error instanceof CohortNameTaken)) throw error;
      return { cohort: null, error: { code: 'NAME_TAKEN', message: error.message, field: 'name' } };
    }
  }
}
