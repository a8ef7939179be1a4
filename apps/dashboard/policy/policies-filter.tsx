import { FilterForm } from '../filter/filter-form';
import { including } from '../filter/options';
import type { PoliciesState } from '../url/addresses';
import { EFFECTS, EFFECT_WORDS } from '../words/effects';
import { ENFORCERS, ENFORCER_WORDS } from '../words/enforcers';
import { POLICY_KINDS } from './kinds';

interface PoliciesFilterProps {
  state: PoliciesState;
  /** The names to choose from; the one in the address is offered in any case. */
  clusters: readonly string[];
}

export function PoliciesFilter({ state, clusters }: PoliciesFilterProps) {
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
          options: [
            { value: '', label: 'Any kind' },
            ...including(
              POLICY_KINDS.map((value) => ({ value, label: value })),
              state.kind,
            ),
          ],
        },
        {
          name: 'cluster',
          label: 'Cluster',
          value: state.cluster ?? '',
          options: [
            { value: '', label: 'Any cluster' },
            ...including(
              clusters.map((value) => ({ value, label: value })),
              state.cluster,
            ),
          ],
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
