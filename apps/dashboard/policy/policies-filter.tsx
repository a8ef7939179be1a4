import { FilterForm } from '../filter/filter-form';
import type { PoliciesState } from '../url/addresses';
import { EFFECTS, EFFECT_WORDS } from '../words/effects';
import { ENFORCERS, ENFORCER_WORDS } from '../words/enforcers';
import { POLICY_KINDS } from './kinds';

/** `clusters`: the names to choose from; the one in the address is offered in any case. */
export function PoliciesFilter({ state, clusters }: { state: PoliciesState; clusters: readonly string[] }) {
  const names = state.cluster && !clusters.includes(state.cluster) ? [state.cluster, ...clusters] : clusters;
  return (
    <FilterForm
      action="/policies"
      fields={[
        { name: 'name', label: 'Policy name', value: state.name ?? '', placeholder: 'Find a policy' },
        { name: 'namespace', label: 'Namespace', value: state.namespace ?? '' },
        {
          name: 'kind',
          label: 'Kind',
          value: state.kind ?? '',
          options: [{ value: '', label: 'Any kind' }, ...POLICY_KINDS.map((value) => ({ value, label: value }))],
        },
        {
          name: 'cluster',
          label: 'Cluster',
          value: state.cluster ?? '',
          options: [{ value: '', label: 'Any cluster' }, ...names.map((value) => ({ value, label: value }))],
        },
        {
          name: 'effect',
          label: 'Effect',
          value: state.effect ?? '',
          options: [
            { value: '', label: 'Any effect' },
            ...EFFECTS.map((value) => ({ value, label: EFFECT_WORDS[value].label })),
          ],
        },
        {
          name: 'enforcer',
          label: 'Enforced by',
          value: state.enforcer ?? '',
          options: [
            { value: '', label: 'Any enforcer' },
            ...ENFORCERS.map((value) => ({ value, label: `by ${ENFORCER_WORDS[value].label}` })),
          ],
        },
      ]}
    />
  );
}
